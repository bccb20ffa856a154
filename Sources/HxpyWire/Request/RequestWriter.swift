import HaystackCore
import HaystackZinc
import NIOCore

/// Writes a request, matrices as ndarrays.
///
/// Lists and dicts that hold a matrix are written here; everything else is Brio's. A matrix inside a grid's cell is Brio's too: a plain grid.
struct RequestWriter: ~Copyable {
    /// From this size on a matrix has a buffer of its own, so that it is written once, where it is sent from.
    static let partSize = 32 << 10
    /// NIO's buffers end at 4 GiB; larger matrices have several.
    static let largestPart = 1 << 30

    private var parts: [ByteBuffer] = []
    private var sink = ByteSink()
    private let options = Brio.Options.hxpy

    /// Makes a writer and leaves room for the length.
    init() {
        sink.append(bigEndian: UInt32(0))
    }

    /// Appends a value.
    mutating func write(_ value: Value, depth: Int = 0) throws(HxpyError) {
        switch value {
        case .matrix(let matrix): write(matrix)
        case .list(let items) where value.holdsMatrix: try write(items, depth: try enter(depth))
        case .dict(let tags) where value.holdsMatrix: try write(tags, depth: try enter(depth))
        default: try writePlain(value, depth: depth)
        }
    }

    /// The request's bytes, its length set.
    mutating func finish(largest: Int) throws(HxpyError) -> [ByteBuffer] {
        flush()
        let count = parts.reduce(0) { $0 + $1.readableBytes } - 4
        guard let length = UInt32(exactly: count), count <= largest else {
            throw HxpyError(
                .limit,
                "found a request of \(count) bytes, expected at most \(largest); define the values in several evaluations"
            )
        }
        parts[0].setInteger(length, at: 0)
        return parts
    }

    private mutating func write(_ items: List, depth: Int) throws(HxpyError) {
        sink.append(BrioControl.list)
        sink.append(BrioBracket.openList)
        sink.append(varint: items.count)
        for item in items { try write(item, depth: depth) }
        sink.append(BrioBracket.closeList)
    }

    private mutating func write(_ tags: Dict, depth: Int) throws(HxpyError) {
        sink.append(BrioControl.dict)
        sink.append(BrioBracket.openDict)
        sink.append(varint: tags.count)
        for (name, value) in tags {
            sink.append(wireString: name)
            try write(value, depth: depth)
        }
        sink.append(BrioBracket.closeDict)
    }

    private mutating func write(_ matrix: MatrixGrid) {
        sink.append(BrioControl.dict)
        sink.append(BrioBracket.openDict)
        sink.append(varint: 4)
        sink.append(wireString: NDArray.marker)
        sink.append(BrioControl.marker)
        sink.append(wireString: NDArray.rows)
        sink.append(wireCount: matrix.rows)
        sink.append(wireString: NDArray.columns)
        sink.append(wireCount: matrix.columns)
        sink.append(wireString: NDArray.bytes)
        sink.append(BrioControl.buf)
        sink.append(varint: matrix.values.count * PackedDoubles.stride)
        writeCells(matrix.values)
        sink.append(BrioBracket.closeDict)
    }

    private mutating func writeCells(_ values: [Double]) {
        unsafe values.withUnsafeBufferPointer { values in
            let size = values.count * PackedDoubles.stride
            if size < RequestWriter.partSize {
                unsafe sink.append(packing: values)
                return
            }
            flush()
            // Sound: `values` is lent for the time of this call, and every part is packed before it returns.
            for start in stride(from: 0, to: values.count, by: RequestWriter.largestPart / PackedDoubles.stride) {
                let end = min(start + RequestWriter.largestPart / PackedDoubles.stride, values.count)
                unsafe parts.append(ByteBuffer(packing: UnsafeBufferPointer(rebasing: values[start..<end])))
            }
        }
    }

    /// Makes what was written into the sink a part.
    private mutating func flush() {
        guard sink.count > 0 else { return }
        parts.append(unsafe sink.withBytes { unsafe ByteBuffer(bytes: $0) })
        sink.removeAll()
    }

    private mutating func writePlain(_ value: Value, depth: Int) throws(HxpyError) {
        var options = options
        options.limits.depth -= depth
        do {
            try Brio.encode(value, into: &sink, options: options)
        } catch {
            throw HxpyError("a value of the request cannot be written", error)
        }
    }

    private func enter(_ depth: Int) throws(HxpyError) -> Int {
        guard depth < options.limits.depth else {
            throw HxpyError(.limit, "found a request with values more than \(options.limits.depth) levels deep; make the data flatter")
        }
        return depth + 1
    }
}

extension Value {
    /// Whether this is a matrix or a list or dict with one in it, at whatever depth.
    fileprivate var holdsMatrix: Bool {
        switch self {
        case .matrix: true
        case .list(let items): items.contains { $0.holdsMatrix }
        case .dict(let tags): tags.contains { $0.value.holdsMatrix }
        default: false
        }
    }
}
