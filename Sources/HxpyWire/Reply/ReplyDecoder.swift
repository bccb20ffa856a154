import HaystackCore
import HaystackZinc

/// Reads a reply's value, the Dicts of ndarrays as matrices.
///
/// A matrix's bytes are not made a Buf first: they are unpacked from where they came into the matrix. That takes reading the lists and dicts
/// around it here; a value in which no ndarray stands is all Brio's.
struct ReplyDecoder {
    let limits: CodecLimits

    /// Reads the value at the cursor.
    func decode(_ cursor: inout ByteCursor) throws(HxpyError) -> Value {
        switch cursor.current {
        case BrioControl.list.rawValue, BrioControl.dict.rawValue:
            cursor.mentionsNDArray ? try readValue(&cursor, depth: 0) : try readPlain(&cursor, depth: 0)
        default:
            try readPlain(&cursor, depth: 0)
        }
    }

    /// The meta of a Grid that tells of an exception, nil for every other value.
    func errorMeta(_ cursor: inout ByteCursor) -> Dict? {
        guard cursor.skip(BrioControl.grid.rawValue), cursor.skip(BrioBracket.openGrid.rawValue),
            cursor.readWireVarint() != nil, cursor.readWireVarint() != nil,
            case .dict(let meta)? = try? readPlain(&cursor, depth: 1)
        else { return nil }
        return meta.has("err") ? meta : nil
    }

    private func readValue(_ cursor: inout ByteCursor, depth: Int) throws(HxpyError) -> Value {
        switch cursor.current {
        case BrioControl.list.rawValue: try readList(&cursor, depth: try enter(depth))
        case BrioControl.dict.rawValue: try readDict(&cursor, depth: try enter(depth))
        default: try readPlain(&cursor, depth: depth)
        }
    }

    private func readList(_ cursor: inout ByteCursor, depth: Int) throws(HxpyError) -> Value {
        cursor.advance()
        var left = try readCount(&cursor, BrioBracket.openList)
        var items: List = []
        while left > 0 {
            items.append(try readValue(&cursor, depth: depth))
            left -= 1
        }
        try skip(&cursor, BrioBracket.closeList)
        return .list(items)
    }

    /// Reads a Dict. Its Bufs are left where they are until it is known whether one is a matrix's.
    private func readDict(_ cursor: inout ByteCursor, depth: Int) throws(HxpyError) -> Value {
        cursor.advance()
        var left = try readCount(&cursor, BrioBracket.openDict)
        var tags = Dict()
        var cells: Range<Int>?
        while left > 0 {
            left -= 1
            let name = try readName(&cursor)
            if name == NDArray.bytes, cursor.current == BrioControl.buf.rawValue, tags[NDArray.marker] == .marker {
                cells = try readBufPlace(&cursor)
            } else {
                let value = try readValue(&cursor, depth: depth)
                // Left out as in Brio: set, it would remove a tag of the same name.
                if case .null = value { continue }
                tags[name] = value
            }
        }
        try skip(&cursor, BrioBracket.closeDict)
        guard tags[NDArray.marker] == .marker else { return .dict(tags) }
        return try matrix(tags, cells: cells, cursor)
    }

    private func matrix(_ tags: Dict, cells: Range<Int>?, _ cursor: ByteCursor) throws(HxpyError) -> Value {
        // A Buf that came before its marker was read as a value.
        let early = tags[NDArray.bytes].bytes
        let (rows, columns) = try NDArray.shape(tags, byteCount: cells?.count ?? early?.count)
        let values: [Double]
        if let cells {
            // Sound: the range was checked when it was read; the bytes are lent for the time of this call.
            values = unsafe PackedDoubles.unpack(cursor.bytes(from: cells.lowerBound, to: cells.upperBound))
        } else {
            values = unsafe (early ?? []).withUnsafeBufferPointer { unsafe PackedDoubles.unpack($0) }
        }
        do {
            return .matrix(try MatrixGrid(rows: rows, columns: columns, values))
        } catch {
            throw HxpyError(.codec, error.message)
        }
    }

    private func readBufPlace(_ cursor: inout ByteCursor) throws(HxpyError) -> Range<Int> {
        cursor.advance()
        guard let size = cursor.readWireVarint(), size <= cursor.remaining else { throw unsound(cursor, "the bytes of an ndarray") }
        defer { cursor.advance(size) }
        return cursor.position..<(cursor.position + size)
    }

    private func readName(_ cursor: inout ByteCursor) throws(HxpyError) -> String {
        guard let name = cursor.readWireString() else { throw unsound(cursor, "the name of a tag, in full") }
        return name
    }

    private func readCount(_ cursor: inout ByteCursor, _ bracket: BrioBracket) throws(HxpyError) -> Int {
        try skip(&cursor, bracket)
        guard let count = cursor.readWireVarint(), count <= cursor.remaining else { throw unsound(cursor, "a count") }
        return count
    }

    private func skip(_ cursor: inout ByteCursor, _ bracket: BrioBracket) throws(HxpyError) {
        guard cursor.skip(bracket.rawValue) else { throw unsound(cursor, "'\(bracket.character)'") }
    }

    private func readPlain(_ cursor: inout ByteCursor, depth: Int) throws(HxpyError) -> Value {
        var options = Brio.Options.hxpy
        options.limits = limits
        options.limits.depth -= depth
        do {
            return try Brio.decode(&cursor, options: options)
        } catch {
            throw HxpyError("the reply cannot be read", error)
        }
    }

    private func enter(_ depth: Int) throws(HxpyError) -> Int {
        guard depth < limits.depth else {
            throw HxpyError(
                .limit,
                "found a reply with values more than \(limits.depth) levels deep; raise the depth limit if the data is sound"
            )
        }
        return depth + 1
    }

    private func unsound(_ cursor: ByteCursor, _ expected: String) -> HxpyError {
        let found = cursor.isAtEnd ? "the end of the reply" : "the byte \(cursor.current)"
        return HxpyError(.codec, "the reply cannot be read: found \(found) at offset \(cursor.position), expected \(expected)")
    }
}
