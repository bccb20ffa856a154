package import HaystackCore

/// Appends values to bytes.
///
/// A `depth` is the number of lists, dicts and grids around a value.
struct BrioWriter {
    let counting: Brio.Options.StringCounting
    let constants: Brio.Constants?
    private let depthLimit: Int

    init(_ options: Brio.Options) {
        counting = options.counting
        constants = options.constants
        depthLimit = options.limits.depth
    }

    func write(_ value: Value, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        switch value {
        case .null: sink.append(.null)
        case .marker: sink.append(.marker)
        case .na: sink.append(.na)
        case .remove: sink.append(.remove)
        case .bool(let bool): sink.append(bool ? .yes : .no)
        case .number(let number): write(number, to: &sink)
        case .str(let text): write(.str, text, to: &sink)
        case .uri(let uri): write(.uri, uri.text, to: &sink)
        case .ref(let ref): write(ref, to: &sink)
        case .symbol(let symbol): write(.symbol, symbol.name, to: &sink)
        case .date(let date): write(date, to: &sink)
        case .time(let time): write(time, to: &sink)
        case .dateTime(let dateTime): write(dateTime, to: &sink)
        case .coord(let coord): write(coord, to: &sink)
        case .xstr(let xstr): write(xstr, to: &sink)
        case .buf(let bytes): write(bytes, to: &sink)
        case .list(let items): try write(items, depth: depth, to: &sink)
        case .dict(let dict): try write(dict, depth: depth, to: &sink)
        case .grid(let grid): try write(grid, depth: depth, to: &sink)
        case .matrix(let matrix): try write(try Grid(matrix), depth: depth, to: &sink)
        }
    }

    // MARK: - Collections

    private func write(_ items: List, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        if items.isEmpty { return sink.append(.emptyList) }
        let inner = try enter(depth)
        sink.append(.list)
        sink.append(.openList)
        sink.append(varint: items.count)
        for item in items { try write(item, depth: inner, to: &sink) }
        sink.append(.closeList)
    }

    func write(_ dict: Dict, depth: Int, to sink: inout ByteSink) throws(HaystackError) {
        if dict.isEmpty { return sink.append(.emptyDict) }
        let inner = try enter(depth)
        sink.append(.dict)
        sink.append(.openDict)
        sink.append(varint: dict.count)
        for (name, value) in dict {
            write(str: name, to: &sink)
            try write(value, depth: inner, to: &sink)
        }
        sink.append(.closeDict)
    }

    /// The depth inside a list, dict or grid that stands at a depth.
    func enter(_ depth: Int) throws(HaystackError) -> Int {
        guard depth < depthLimit else {
            throw HaystackError(.limit, "found values more than \(depthLimit) levels deep; raise the depth limit of writer and reader")
        }
        return depth + 1
    }
}

extension ByteSink {
    @inline(__always)
    package mutating func append(_ control: BrioControl) {
        append(control.rawValue)
    }

    package mutating func append(_ bracket: BrioBracket) {
        append(bracket.rawValue)
    }

    /// Appends a count or code, 0 or more.
    @inline(__always)
    package mutating func append(varint value: Int) {
        switch value {
        case ..<0x80:
            append(UInt8(truncatingIfNeeded: value))
        case ..<0x4000:
            append(bigEndian: UInt16(truncatingIfNeeded: value) | 0x8000)
        case ..<0x2000_0000:
            append(bigEndian: UInt32(truncatingIfNeeded: value) | 0xc000_0000)
        default:
            append(UInt8(0xe0))
            append(bigEndian: Int64(value))
        }
    }
}
