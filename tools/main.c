/*
 * main.c - gehoor, the offline tool; everything else can be linked by tests.
 */
#include "command.h"

int
main(int argc, char **argv)
{
	return command_main(argc, argv);
}
