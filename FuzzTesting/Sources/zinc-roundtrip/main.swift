import Fuzzing

fuzz("zinc-roundtrip")
