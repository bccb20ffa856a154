/// Small documents to change bytes of.
enum Samples {
    static func of(_ target: String) -> [[UInt8]] {
        switch target {
        case "zinc-decode", "zinc-roundtrip": zinc
        case "brio-decode", "brio-roundtrip": brio
        case "zinc-batches": zinc.map { [1, 2, 6, 2] + $0 }
        case "brio-batches": brio.map { [1, 2, 6, 2] + $0 }
        case "chunked": brio.flatMap { [[1, 0] + $0, [0, 2, 3, 0] + $0 + $0] }
        default: zinc.map { [0x0d, 2, 1, 6, 0xff, 0, 0, 0] + $0 }
        }
    }

    private static let zinc = [
        "ver:\"3.0\" dis:\"Meters\" n:5kW m\nid dis:\"Id\",kW,ts\n@a \"A\",1.5kW,2026-03-13T08:12:05-04:00 New_York\n,NA,\n",
        "ver:\"3.0\"\na\n[1,\"two\",{x:3 y},]\nN\n<<\nver:\"3.0\" m\nb\nC(1.5,-2)\n>>\n",
        "ver:\"2.0\"\na\nBin(text/plain)\n`http://a/\\:b`\n^lib:ph\n0xFF\n-INF\n",
    ].map { Array($0.utf8) }

    private static let brio: [[UInt8]] = [
        [0x15, 0x7b, 2, 0xff, 1, 0x61, 6, 0, 1, 0xff, 0, 0xff, 1, 0x62, 9, 0xff, 2, 0xce, 0xbb, 0x42, 0x7d],
        [0x17, 0x5b, 4, 0x0a, 0xff, 1, 0x61, 1, 0x62, 0x0d, 7, 0xdf, 11, 30, 0x13, 2, 1, 2, 0x19, 0xff, 1, 0x73, 0x5d],
        [0x18, 0x3c, 2, 2, 0x14, 0xff, 1, 0x61, 0x14, 0xff, 1, 0x62, 0x14, 6, 0, 1, 0, 0, 2, 9, 0xff, 1, 0x78, 0x3e],
    ]

    /// One to three bytes changed, put in or left out.
    static func changed(_ sample: [UInt8], by random: inout SplitMix) -> [UInt8] {
        var bytes = sample
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.insert(.random(in: 0...255, using: &random), at: place)
            case 1 where bytes.count > 1: bytes.remove(at: place)
            default: bytes[place] = .random(in: 0...255, using: &random)
            }
        }
        return bytes
    }
}

/// Random numbers that are the same at every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
