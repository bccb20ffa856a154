import Fuzzing

fuzz("chunked")
