#include "byte_order.h"

#include <stdint.h>
#include <string.h>

// The instruction that shuffles bytes came after the x86-64 that compilers build for by default, and without it a turn takes a lane seven
// steps: twice the time of a plain copy. So the loop is compiled twice there, and the loader takes the one that the processor can run. Swift
// has no means for that, which is why this is C. Elsewhere the shuffle is part of the base.
//
// Not under ThreadSanitizer: the loader asks which loop to take before the sanitizer has begun, and what it asks is watched too.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define IS_WATCHED
#endif
#endif

#if defined(__x86_64__) && defined(__linux__) && defined(__GLIBC__) && !defined(IS_WATCHED)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

FOR_EACH_PROCESSOR
void haystack_swap_lanes(const void *source, void *target, size_t lanes) {
    const unsigned char *from = source;
    unsigned char *to = target;
    for (size_t lane = 0; lane < lanes; lane++) {
        uint64_t value;
        memcpy(&value, from + 8 * lane, sizeof value);
        value = __builtin_bswap64(value);
        memcpy(to + 8 * lane, &value, sizeof value);
    }
}
