/// Something that must hold for every input, whatever its bytes: what a fuzzer tries to break, and what tests check for inputs that did.
///
/// The fuzzing package compiles this folder too, so that a finding is replayed by the same code that met it.
struct Invariant: Sendable {
    /// The name of the fuzz target, and of the folder of its findings.
    let name: String
    /// Throws ``Broken`` where the invariant does not hold for an input.
    let check: @Sendable ([UInt8]) throws -> Void

    static let all: [Invariant] = [.zincDecode, .brioDecode, .zincRoundTrip, .brioRoundTrip, .zincBatches, .brioBatches, .chunked, .gzip]
}

extension Invariant: CustomStringConvertible {
    var description: String { name }
}

/// Says which invariant does not hold.
struct Broken: Error, CustomStringConvertible {
    let description: String
}

/// Throws where a condition does not hold.
func require(_ holds: Bool, _ message: @autoclosure () -> String) throws(Broken) {
    guard holds else { throw Broken(description: message()) }
}
