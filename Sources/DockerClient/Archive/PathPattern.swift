/// A pattern for paths. It is run over a path as a set of places, so that no pattern takes more than its length times the path's.
struct PathPattern: Sendable {
    private enum Token {
        case byte(UInt8)
        /// `?`: one byte of a name.
        case one
        /// `*`: any bytes of a name.
        case name
        /// `**`: anything.
        case anything
        /// `**/`: nothing, or anything up to a slash.
        case folders
        case oneOf([ClosedRange<UInt8>], isNegated: Bool)
    }

    private var tokens: [Token] = []
    private static let slash = UInt8(ascii: "/")

    init(_ text: String) throws(DockerError) {
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "*"): tokens.append(PathPattern.star(&rest))
            case UInt8(ascii: "?"): tokens.append(.one)
            case UInt8(ascii: "["): tokens.append(try PathPattern.oneOf(&rest, in: text))
            case UInt8(ascii: "\\"): tokens.append(.byte(rest.popFirst() ?? byte))
            default: tokens.append(.byte(byte))
            }
        }
    }

    private static func star(_ rest: inout ArraySlice<UInt8>) -> Token {
        guard rest.first == UInt8(ascii: "*") else { return .name }
        while rest.first == UInt8(ascii: "*") { rest.removeFirst() }
        guard rest.first == slash else { return .anything }
        rest.removeFirst()
        return .folders
    }

    private static func oneOf(_ rest: inout ArraySlice<UInt8>, in text: String) throws(DockerError) -> Token {
        let isNegated = rest.first == UInt8(ascii: "^")
        if isNegated { rest.removeFirst() }
        var ranges: [ClosedRange<UInt8>] = []
        while let first = rest.popFirst() {
            if first == UInt8(ascii: "]"), !ranges.isEmpty { return .oneOf(ranges, isNegated: isNegated) }
            let low = first == UInt8(ascii: "\\") ? rest.popFirst() ?? first : first
            var high = low
            if rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first, last != UInt8(ascii: "]") {
                rest.removeFirst(2)
                high = last
            }
            if low <= high { ranges.append(low...high) }
        }
        throw DockerError(.configuration, "found the pattern \"\(text)\" in .dockerignore, expected ] after its [")
    }

    /// Whether the pattern matches a path, or one of the folders that it lies in.
    func matches(_ path: [UInt8]) -> Bool {
        var places = [Bool](repeating: false, count: path.count + 1)
        places[0] = true
        for token in tokens { places = PathPattern.step(token, places, path) }
        return places.indices.dropFirst().contains { places[$0] && ($0 == path.count || path[$0] == PathPattern.slash) }
    }

    private static func step(_ token: Token, _ places: [Bool], _ path: [UInt8]) -> [Bool] {
        var after = [Bool](repeating: false, count: places.count)
        var isOpen = false
        for place in places.indices {
            switch token {
            case .byte(let byte): if places[place], place < path.count, path[place] == byte { after[place + 1] = true }
            case .one: if places[place], place < path.count, path[place] != slash { after[place + 1] = true }
            case .oneOf(let ranges, let isNegated):
                guard places[place], place < path.count, path[place] != slash else { continue }
                if ranges.contains(where: { $0.contains(path[place]) }) != isNegated { after[place + 1] = true }
            case .name:
                isOpen = isOpen && path[place - 1] != slash || places[place]
                after[place] = isOpen
            case .anything:
                isOpen = isOpen || places[place]
                after[place] = isOpen
            case .folders:
                after[place] = places[place] || isOpen && path[place - 1] == slash
                isOpen = isOpen || places[place]
            }
        }
        return after
    }
}
