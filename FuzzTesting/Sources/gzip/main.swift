import Fuzzing

fuzz("gzip")
