/*
 * merkle_proof.c - proofs against the definitions of RFC 6962, section 2.1,
 * written down here once more, and against published cases.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "gehoor/crypto.h"
#include "gehoor/merkle_proof.h"
#include "gehoor/tile.h"
#include "tests/unit/suite.h"

#define MOST 270
#define LARGE 70000

static uint8_t leaf[LARGE][HASH_LEN];

static size_t
largest_power_below(size_t n)
{
	size_t k = 1;

	while (k * 2 < n)
		k *= 2;
	return k;
}

/* MTH(D[n]). */
static void
mth(size_t first, size_t n, uint8_t out[static HASH_LEN])
{
	uint8_t node[1 + 2 * HASH_LEN] = { 1 };
	size_t k = largest_power_below(n);

	if (n == 0) {
		crypto_sha256(out, NULL, 0);
		return;
	}
	if (n == 1) {
		memcpy(out, leaf[first], HASH_LEN);
		return;
	}
	mth(first, k, node + 1);
	mth(first + k, n - k, node + 1 + HASH_LEN);
	crypto_sha256(out, &(struct crypto_part){ node, sizeof(node) }, 1);
}

/* PATH(m, D[n]). */
static void
path(size_t m, size_t first, size_t n, struct merkle_proof *p)
{
	size_t k = largest_power_below(n);

	if (n == 1)
		return;
	if (m < k) {
		path(m, first, k, p);
		mth(first + k, n - k, p->hash[p->n++]);
	} else {
		path(m - k, first + k, n - k, p);
		mth(first, k, p->hash[p->n++]);
	}
}

/* SUBPROOF(m, D[n], b). */
static void
subproof(size_t m, size_t first, size_t n, bool b, struct merkle_proof *p)
{
	size_t k = largest_power_below(n);

	if (m == n) {
		if (!b)
			mth(first, n, p->hash[p->n++]);
	} else if (m <= k) {
		subproof(m, first, k, b, p);
		mth(first + k, n - k, p->hash[p->n++]);
	} else {
		subproof(m - k, first + k, n - k, false, p);
		mth(first, k, p->hash[p->n++]);
	}
}

/* Hashes of whole subtrees straight from the definition. */
static int
node_of(void *arg, unsigned level, uint64_t index, uint8_t *out, struct err *e)
{
	size_t size = *(size_t *)arg, n = (size_t)1 << level;

	(void)e;
	assert_true((index + 1) * n <= size);
	mth(index * n, n, out);
	return 0;
}

static void
assert_same(const struct merkle_proof *a, const struct merkle_proof *b)
{
	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->hash, b->hash, a->n * HASH_LEN);
}

static void
test_inclusion_of_all(void **state)
{
	uint8_t root[HASH_LEN], again[HASH_LEN];
	struct merkle_proof want, got;
	struct err e;

	(void)state;
	for (size_t n = 1; n <= MOST; n += n < 40 ? 1 : 23) {
		mth(0, n, root);
		assert_int_equal(
		    merkle_root_make(n, node_of, &n, again, &e), 0);
		assert_memory_equal(root, again, HASH_LEN);
		for (size_t i = 0; i < n; i++) {
			want.n = 0;
			path(i, 0, n, &want);
			assert_int_equal(
			    merkle_inclusion_make(i, n, node_of, &n, &got, &e),
			    0);
			assert_same(&got, &want);
			assert_true(
			    merkle_inclusion_ok(i, n, leaf[i], root, &got));
			assert_false(
			    merkle_inclusion_ok(i + 1, n, leaf[i], root, &got));
		}
	}
}

static void
test_consistency_of_all(void **state)
{
	uint8_t root1[HASH_LEN], root2[HASH_LEN];
	struct merkle_proof want, got;
	struct err e;

	(void)state;
	for (size_t n = 1; n <= MOST; n += n < 40 ? 1 : 37) {
		mth(0, n, root2);
		for (size_t m = 0; m <= n; m++) {
			mth(0, m, root1);
			want.n = 0;
			if (m > 0)
				subproof(m, 0, n, true, &want);
			assert_int_equal(merkle_consistency_make(
					     m, n, node_of, &n, &got, &e),
			    0);
			assert_same(&got, &want);
			assert_int_equal(
			    merkle_consistency_ok(m, root1, n, root2, &got),
			    m > 0);
			if (m > 0 && m < n) {
				assert_false(merkle_consistency_ok(
				    m, root2, n, root2, &got));
				assert_false(merkle_consistency_ok(
				    m, root1, n, root1, &got));
			}
		}
	}
	assert_int_equal(
	    merkle_consistency_make(5, 4, node_of, &(size_t){ 4 }, &got, &e),
	    -1);
	assert_int_equal(
	    merkle_inclusion_make(4, 4, node_of, &(size_t){ 4 }, &got, &e), -1);
}

static void
flip(struct merkle_proof *p, size_t bit)
{
	size_t byte = bit / 8;

	p->hash[byte / HASH_LEN][byte % HASH_LEN] ^= (uint8_t)(1u << bit % 8);
}

/* No bit of a proof, a leaf or a root is without effect. */
static void
test_every_bit_counts(void **state)
{
	const size_t n = 45, m = 27;
	uint8_t root1[HASH_LEN], root2[HASH_LEN], bad[HASH_LEN];
	struct merkle_proof in = { .n = 0 }, con = { .n = 0 }, p;

	(void)state;
	mth(0, m, root1);
	mth(0, n, root2);
	path(m, 0, n, &in);
	subproof(m, 0, n, true, &con);
	for (size_t bit = 0; bit < in.n * HASH_LEN * 8; bit++) {
		p = in;
		flip(&p, bit);
		assert_false(merkle_inclusion_ok(m, n, leaf[m], root2, &p));
	}
	for (size_t bit = 0; bit < con.n * HASH_LEN * 8; bit++) {
		p = con;
		flip(&p, bit);
		assert_false(merkle_consistency_ok(m, root1, n, root2, &p));
	}
	for (size_t bit = 0; bit < HASH_LEN * 8; bit++) {
		memcpy(bad, leaf[m], HASH_LEN);
		bad[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(merkle_inclusion_ok(m, n, bad, root2, &in));
		memcpy(bad, root2, HASH_LEN);
		bad[bit / 8] ^= (uint8_t)(1u << bit % 8);
		assert_false(merkle_inclusion_ok(m, n, leaf[m], bad, &in));
		assert_false(merkle_consistency_ok(m, root1, n, bad, &con));
	}
	for (size_t cut = 0; cut < in.n; cut++) {
		p = in;
		p.n = cut;
		assert_false(merkle_inclusion_ok(m, n, leaf[m], root2, &p));
	}
	p = in;
	p.n++;
	assert_false(merkle_inclusion_ok(m, n, leaf[m], root2, &p));
}

/* A wrong length of a hash cannot be said in ours: it is refused before. */
static bool
read_hash(const json_t *text, uint8_t out[static HASH_LEN])
{
	const char *s = json_string_value(text);
	size_t n;

	return s != NULL &&
	    crypto_unbase64(s, strlen(s), out, HASH_LEN, &n) == 0 &&
	    n == HASH_LEN;
}

/* Roots in the cases about sizes are other bytes, which are only compared. */
static bool
read_root(const json_t *text, uint8_t out[static HASH_LEN])
{
	const char *s = json_string_value(text);
	size_t n;

	memset(out, 0, HASH_LEN);
	return s != NULL &&
	    crypto_unbase64(s, strlen(s), out, HASH_LEN, &n) == 0;
}

static bool
read_proof(const json_t *list, struct merkle_proof *p)
{
	p->n = 0;
	for (size_t i = 0; i < json_array_size(list); i++)
		if (i == MERKLE_PROOF_MAX ||
		    !read_hash(json_array_get(list, i), p->hash[p->n++]))
			return false;
	return true;
}

/* As reals: some numbers are beyond the 63 bits of jansson's integers. */
static json_t *
load(const char *path)
{
	struct buf file = slurp(path);
	json_t *all = json_loadb(
	    (const char *)file.data, file.len, JSON_DECODE_INT_AS_REAL, NULL);

	buf_free(&file);
	assert_non_null(all);
	return all;
}

static uint64_t
count_of(const json_t *o, const char *key)
{
	double d = json_real_value(json_object_get(o, key));

	return d >= 18446744073709551615.0 ? UINT64_MAX : (uint64_t)d;
}

static void
judge(const json_t *o, bool ok)
{
	if (ok == json_is_true(json_object_get(o, "wantErr")))
		fail_msg("%s", json_string_value(json_object_get(o, "file")));
}

static void
test_published_inclusion(void **state)
{
	json_t *all = load("../shared/suites/merkle-proofs/inclusion.json");
	uint8_t root[HASH_LEN], l[HASH_LEN];
	struct merkle_proof p;
	const json_t *o;
	size_t i;

	(void)state;
	assert_true(json_array_size(all) > 90);
	json_array_foreach(all, i, o)
	{
		bool ok = read_root(json_object_get(o, "root"), root) &&
		    read_hash(json_object_get(o, "leafHash"), l) &&
		    read_proof(json_object_get(o, "proof"), &p) &&
		    merkle_inclusion_ok(count_of(o, "leafIdx"),
			count_of(o, "treeSize"), l, root, &p);

		judge(o, ok);
	}
	json_decref(all);
}

static void
test_published_consistency(void **state)
{
	json_t *all = load("../shared/suites/merkle-proofs/consistency.json");
	uint8_t root1[HASH_LEN], root2[HASH_LEN];
	struct merkle_proof p;
	const json_t *o;
	size_t i;

	(void)state;
	assert_true(json_array_size(all) > 90);
	json_array_foreach(all, i, o)
	{
		bool ok = read_root(json_object_get(o, "root1"), root1) &&
		    read_root(json_object_get(o, "root2"), root2) &&
		    read_proof(json_object_get(o, "proof"), &p) &&
		    merkle_consistency_ok(count_of(o, "size1"), root1,
			count_of(o, "size2"), root2, &p);

		judge(o, ok);
	}
	json_decref(all);
}

/* ---- tiles ------------------------------------------------------------- */

static void
test_tile_paths(void **state)
{
	static const struct {
		const char *path;
		struct tile tile;
	} good[] = {
		{ "0/000", { 0, 0, 256 } },
		{ "0/x001/x234/067", { 0, 1234067, 256 } },
		{ "1/273.p/112", { 1, 273, 112 } },
		{ "4/x999/999.p/1", { 4, 999999, 1 } },
	};
	static const char *const bad[] = { "", "0", "0/", "0/0", "0/00",
		"0/0000", "00/000", "8/000", "63/000", "0/x000/000", "0/x001",
		"0/x001/", "0/001/002", "0/000.p/0", "0/000.p/256",
		"0/000.p/01", "0/000.p/", "0/000.p", "0/000/", "-1/000",
		"0/x1/067", "0/000.p/1/", "0/+00", "0/ 00", "7/011",
		"0/x999/x999/x999/x999/x999/x999/x999/999" };
	char text[TILE_PATH_MAX];
	struct tile t;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(tile_path_read(str_of(good[i].path), &t), 0);
		assert_int_equal(t.level, good[i].tile.level);
		assert_int_equal(t.number, good[i].tile.number);
		assert_int_equal(t.width, good[i].tile.width);
		tile_path(&t, text);
		assert_string_equal(text, good[i].path);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (tile_path_read(str_of(bad[i]), &t) == 0)
			fail_msg("\"%s\" was read", bad[i]);
}

/* The example of the specification: 70 000 leaves. */
static void
test_tile_widths(void **state)
{
	(void)state;
	assert_int_equal(tile_width_at(70000, 0, 272), 256);
	assert_int_equal(tile_width_at(70000, 0, 273), 112);
	assert_int_equal(tile_width_at(70000, 0, 274), 0);
	assert_int_equal(tile_width_at(70000, 1, 0), 256);
	assert_int_equal(tile_width_at(70000, 1, 1), 17);
	assert_int_equal(tile_width_at(70000, 2, 0), 1);
	assert_int_equal(tile_width_at(70000, 3, 0), 0);
	assert_int_equal(tile_width_at(0, 0, 0), 0);
	assert_int_equal(tile_width_at(UINT64_MAX, 8, 0), 0);
}

static void
write_leaves(const char *dir, size_t n)
{
	struct leaves *l = NULL;
	struct err e;

	assert_int_equal(leaves_open(dir, true, &l, &e), 0);
	for (size_t i = leaves_count(l); i < n; i++)
		assert_int_equal(leaves_add(l, leaf[i], &e), 0);
	assert_int_equal(leaves_flush(l, 0, &e), 0);
	leaves_close(&l);
}

/* A tree that grew gives the same tiles and proofs as one made at once. */
static void
test_tile_tree(void **state)
{
	static const size_t sizes[] = { 0, 1, 255, 256, 257, 5000, 65536,
		LARGE };
	char dir[] = "/tmp/gehoor-tile-XXXXXX", path_of[64];
	struct tile_tree *t = NULL, *grown = NULL;
	struct merkle_proof p, q;
	uint8_t root[HASH_LEN], want[HASH_LEN];
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct err e;

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		struct tile_tree *before = grown;
		size_t n = sizes[s];

		write_leaves(dir, n);
		assert_int_equal(tile_tree_new(dir, n, before, &grown, &e), 0);
		tile_tree_free(&before);
		assert_int_equal(tile_tree_new(dir, n, NULL, &t, &e), 0);
		assert_int_equal(tile_tree_size(grown), n);
		assert_int_equal(
		    merkle_root_make(n, tile_tree_node, grown, root, &e), 0);
		mth(0, n, want);
		assert_memory_equal(root, want, HASH_LEN);
		for (size_t i = 0; i < n; i += 1 + n / 7) {
			assert_int_equal(merkle_inclusion_make(i, n,
					     tile_tree_node, grown, &p, &e),
			    0);
			assert_true(
			    merkle_inclusion_ok(i, n, leaf[i], want, &p));
			assert_int_equal(merkle_consistency_make(
					     i, n, tile_tree_node, t, &q, &e),
			    0);
			mth(0, i, root);
			assert_int_equal(
			    merkle_consistency_ok(i, root, n, want, &q), i > 0);
		}
		for (unsigned level = 0; level < 4; level++) {
			struct tile which = { level, 0,
				tile_width_at(n, level, 0) };

			if (which.width == 0)
				continue;
			assert_int_equal(
			    tile_tree_read(grown, &which, &a, &e), 0);
			assert_int_equal(tile_tree_read(t, &which, &b, &e), 0);
			assert_int_equal(a.len, which.width * HASH_LEN);
			assert_memory_equal(a.data, b.data, a.len);
			mth(0, (size_t)1 << 8 * level, want);
			assert_memory_equal(a.data, want, HASH_LEN);
			which.width++;
			assert_int_equal(tile_tree_read(t, &which, &b, &e), 1);
			buf_clear(&a);
			buf_clear(&b);
		}
		tile_tree_free(&t);
	}
	assert_int_equal(tile_tree_new(dir, LARGE + 1, NULL, &t, &e), -1);
	tile_tree_free(&grown);
	snprintf(path_of, sizeof(path_of), "%s/leaves", dir);
	unlink(path_of);
	rmdir(dir);
	buf_free(&a);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inclusion_of_all),
		cmocka_unit_test(test_consistency_of_all),
		cmocka_unit_test(test_every_bit_counts),
		cmocka_unit_test(test_published_inclusion),
		cmocka_unit_test(test_published_consistency),
		cmocka_unit_test(test_tile_paths),
		cmocka_unit_test(test_tile_widths),
		cmocka_unit_test(test_tile_tree),
	};

	if (crypto_init(NULL) != 0)
		return 1;
	for (uint32_t i = 0; i < LARGE; i++)
		merkle_leaf(&i, sizeof(i), leaf[i]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
