import Fuzzing

fuzz("brio-batches")
