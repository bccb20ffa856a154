import Fuzzing

fuzz("zinc-batches")
