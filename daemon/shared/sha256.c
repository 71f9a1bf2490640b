/*
 * sha256.c - SHA-256 (FIPS 180-4) by the SHA extensions of x86-64.
 *
 * Only ever over what is public: frames, tree nodes, names of keys.
 */
#include "sha256.h"

#include <string.h>

#if defined(__x86_64__) && defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)

#include <immintrin.h>
#include <sys/platform/x86.h>

#define BLOCK 64
#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))

struct sha256 {
	uint32_t h[8];
	uint8_t block[BLOCK];
	size_t used; /* bytes in block */
	uint64_t total;
};

/* First 32 bits of the fractional parts of square roots of primes. */
static const uint32_t start[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372,
	0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };

/* And of cube roots. */
static const uint32_t constants[64] = { 0x428a2f98, 0x71374491, 0xb5c0fbcf,
	0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
	0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7,
	0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
	0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
	0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e,
	0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
	0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c,
	0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee,
	0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2 };

/* The working variables as the instructions want them. */
struct state {
	__m128i abef, cdgh;
};

WITH_SHA static inline __m128i
load(const void *p)
{
	__m128i v;

	memcpy(&v, p, sizeof(v));
	return v;
}

WITH_SHA static inline void
four_rounds(struct state *s, __m128i words, const uint32_t *k)
{
	__m128i sum = _mm_add_epi32(words, load(k));

	s->cdgh = _mm_sha256rnds2_epu32(s->cdgh, s->abef, sum);
	sum = _mm_shuffle_epi32(sum, 0x0e);
	s->abef = _mm_sha256rnds2_epu32(s->abef, s->cdgh, sum);
}

/* Words t to t+3 from those 16, 12, 8 and 4 before. */
WITH_SHA static inline __m128i
schedule(__m128i w16, __m128i w12, __m128i w8, __m128i w4)
{
	__m128i sum = _mm_add_epi32(
	    _mm_sha256msg1_epu32(w16, w12), _mm_alignr_epi8(w4, w8, 4));

	return _mm_sha256msg2_epu32(sum, w4);
}

WITH_SHA static inline void
compress_block(struct state *s, const uint8_t *p)
{
	const __m128i swap =
	    _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
	const struct state before = *s;
	__m128i a = _mm_shuffle_epi8(load(p), swap);
	__m128i b = _mm_shuffle_epi8(load(p + 16), swap);
	__m128i c = _mm_shuffle_epi8(load(p + 32), swap);
	__m128i d = _mm_shuffle_epi8(load(p + 48), swap);

	for (size_t i = 0; i < 64; i += 16) {
		if (i > 0) {
			a = schedule(a, b, c, d);
			b = schedule(b, c, d, a);
			c = schedule(c, d, a, b);
			d = schedule(d, a, b, c);
		}
		four_rounds(s, a, constants + i);
		four_rounds(s, b, constants + i + 4);
		four_rounds(s, c, constants + i + 8);
		four_rounds(s, d, constants + i + 12);
	}
	s->abef = _mm_add_epi32(s->abef, before.abef);
	s->cdgh = _mm_add_epi32(s->cdgh, before.cdgh);
}

WITH_SHA static void
compress(uint32_t h[static 8], const uint8_t *p, size_t blocks)
{
	__m128i cdab = _mm_shuffle_epi32(load(h), 0xb1);
	__m128i efgh = _mm_shuffle_epi32(load(h + 4), 0x1b);
	struct state s = { .abef = _mm_alignr_epi8(cdab, efgh, 8),
		.cdgh = _mm_blend_epi16(efgh, cdab, 0xf0) };
	__m128i feba, dchg;

	for (; blocks > 0; blocks--, p += BLOCK)
		compress_block(&s, p);
	feba = _mm_shuffle_epi32(s.abef, 0x1b);
	dchg = _mm_shuffle_epi32(s.cdgh, 0xb1);
	cdab = _mm_blend_epi16(feba, dchg, 0xf0);
	efgh = _mm_alignr_epi8(dchg, feba, 8);
	memcpy(h, &cdab, sizeof(cdab));
	memcpy(h + 4, &efgh, sizeof(efgh));
}

static void
add(struct sha256 *st, const uint8_t *p, size_t n)
{
	size_t take;

	st->total += n;
	if (st->used > 0) {
		take = BLOCK - st->used < n ? BLOCK - st->used : n;
		memcpy(st->block + st->used, p, take);
		st->used += take;
		p += take;
		n -= take;
		if (st->used < BLOCK)
			return;
		compress(st->h, st->block, 1);
	}
	compress(st->h, p, n / BLOCK);
	st->used = n % BLOCK;
	if (st->used > 0)
		memcpy(st->block, p + n - st->used, st->used);
}

static void
put_be32(uint8_t *p, uint32_t v)
{
	p[0] = (uint8_t)(v >> 24);
	p[1] = (uint8_t)(v >> 16);
	p[2] = (uint8_t)(v >> 8);
	p[3] = (uint8_t)v;
}

/* A one bit, zeros, and the length in bits as the last eight bytes. */
static void
finish(struct sha256 *st, uint8_t out[static 32])
{
	uint64_t bits = st->total * 8;

	st->block[st->used++] = 0x80;
	if (st->used > BLOCK - 8) {
		memset(st->block + st->used, 0, BLOCK - st->used);
		compress(st->h, st->block, 1);
		st->used = 0;
	}
	memset(st->block + st->used, 0, BLOCK - 8 - st->used);
	put_be32(st->block + BLOCK - 8, (uint32_t)(bits >> 32));
	put_be32(st->block + BLOCK - 4, (uint32_t)bits);
	compress(st->h, st->block, 1);
	for (size_t i = 0; i < 8; i++)
		put_be32(out + 4 * i, st->h[i]);
}

bool
sha256_fast(
    uint8_t out[static 32], const struct crypto_part *parts, size_t nparts)
{
	struct sha256 st;

	if (!CPU_FEATURE_ACTIVE(SHA) || !CPU_FEATURE_ACTIVE(SSE4_1))
		return false;
	memcpy(st.h, start, sizeof(start));
	st.used = 0;
	st.total = 0;
	for (size_t i = 0; i < nparts; i++)
		if (parts[i].n > 0)
			add(&st, parts[i].p, parts[i].n);
	finish(&st, out);
	return true;
}

#else

bool
sha256_fast(
    uint8_t out[static 32], const struct crypto_part *parts, size_t nparts)
{
	(void)out;
	(void)parts;
	(void)nparts;
	return false;
}

#endif
