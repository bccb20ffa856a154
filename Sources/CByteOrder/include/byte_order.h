#ifndef HAYSTACK_BYTE_ORDER_H
#define HAYSTACK_BYTE_ORDER_H

#include <stddef.h>

/// Copies lanes of 8 bytes with the bytes of each turned round. The two may not overlap; neither need be aligned.
void haystack_swap_lanes(const void *source, void *target, size_t lanes);

#endif
