import Fuzzing

fuzz("zinc-decode")
