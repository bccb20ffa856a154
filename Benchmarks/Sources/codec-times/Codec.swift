import HaystackCore
import HaystackZinc
import Timing

/// A codec and a direction, as the command line names it.
enum Codec: String, CaseIterable {
    case zincDecode = "zinc-decode"
    case zincEncode = "zinc-encode"
    case brioDecode = "brio-decode"
    case brioEncode = "brio-encode"

    /// What an encoder does; nil for decoders.
    var encoder: ((Grid) throws -> [UInt8])? {
        switch self {
        case .zincEncode: { try Zinc.encode(.grid($0)) }
        case .brioEncode: { try $0.brio() }
        case .zincDecode, .brioDecode: nil
        }
    }

    /// Times the codec on the bytes of a file.
    ///
    /// Giving back the memory of what was made is part of a run, here and where others are timed.
    func report(_ name: String, _ input: [UInt8], seconds: Double) throws {
        let times: RunTimes
        var bytes = input.count
        switch self {
        case .zincDecode: times = try RunTimes.of(seconds: seconds) { _ = try Grid(zinc: input) }
        case .brioDecode: times = try RunTimes.of(seconds: seconds) { _ = try Grid(brio: input) }
        case .zincEncode, .brioEncode:
            guard let encode = encoder else { return }
            let grid = try Grid(zinc: input)
            times = try RunTimes.of(seconds: seconds) { bytes = try encode(grid).count }
        }
        times.report(name, bytes: bytes)
    }
}
