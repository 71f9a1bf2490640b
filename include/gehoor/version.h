/*
 * version.h - which gehoor this is, for --version and the manual pages.
 */
#ifndef GEHOOR_VERSION_H
#define GEHOOR_VERSION_H

#define GEHOOR_VERSION "0.1.0"

#endif
