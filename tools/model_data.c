/*
 * model_data.c - the file of the model, as MODEL names it to the compiler;
 * nothing where there is no MODEL.
 */
#include "model_data.h"

#ifdef MODEL
__asm__(".section .rodata\n"
	".global gehoor_model, gehoor_model_end\n"
	"gehoor_model:\n"
	".incbin \"" MODEL "\"\n"
	"gehoor_model_end:\n"
	".byte 0\n"
	".previous\n");

extern const char gehoor_model[], gehoor_model_end[];

struct str
model_data(void)
{
	return (struct str){ gehoor_model,
		(size_t)(gehoor_model_end - gehoor_model) };
}
#else
struct str
model_data(void)
{
	return (struct str){ "", 0 };
}
#endif
