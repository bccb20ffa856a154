#include <stddef.h>
#include <stdint.h>

/// libFuzzer's entry: runs the callback on every input it makes, as the arguments say. Linked by -sanitize=fuzzer.
int LLVMFuzzerRunDriver(
    int *_Nonnull argument_count,
    char *_Nonnull *_Nonnull *_Nonnull arguments,
    int (*_Nonnull callback)(const uint8_t *_Nullable bytes, size_t count)
);
