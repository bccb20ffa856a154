// docker-times SECONDS: times a ping on a connection that is used again, turn about with the same exchange written by hand, and archives and
// logs over a unix socket; prints a line of JSON for each.

import StubEngine

let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 2
let engine = try await StubEngine()
try await timePings(engine, seconds: seconds)
try await timeStreams(engine, seconds: seconds)
try await engine.close()
