import Fuzzing

fuzz("brio-decode")
