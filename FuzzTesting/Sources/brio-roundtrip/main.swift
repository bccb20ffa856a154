import Fuzzing

fuzz("brio-roundtrip")
