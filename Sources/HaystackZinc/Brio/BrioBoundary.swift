package import HaystackCore

/// Finds where a Brio value ends while its bytes arrive in pieces.
///
/// It keeps no bytes: only how many lists, dicts and grids are open, and what is left of each. Every byte is looked at once, and the
/// payload of a Buf not at all. Text is counted but not checked, so that ``Brio/decode(_:options:)`` may still refuse what ended well here.
package struct BrioBoundary {
    private enum Kind { case list, dict, grid }

    /// What comes next inside a list, dict or grid.
    private enum Stage { case open, count, rows, meta, heads, headMeta, items, tagValue }

    private struct Frame {
        let kind: Kind
        var stage = Stage.open
        /// Items, tags, columns or cells left.
        var left = 0
        var columns = 0
        var rows = 0
    }

    /// What a varint that is being read is for.
    private enum Purpose { case code, characters, buf, count }

    private let counting: Brio.Options.StringCounting
    private let limits: CodecLimits
    private var frames: [Frame] = []
    /// Bytes that need not be looked at.
    private var skipped = 0
    /// Characters left of a text, in the units that are counted.
    private var characters = 0
    /// Texts left of a value: those that may be a constant's code, then those that may not.
    private var strs = 0
    private var texts = 0
    private var purpose: Purpose?
    private var varint: UInt64 = 0
    private var varintLeft = -1
    private var hasBegun = false
    /// Bytes of the pieces before this one.
    private var taken = 0

    /// Makes a boundary for one value.
    package init(counting: Brio.Options.StringCounting, limits: CodecLimits = CodecLimits()) {
        self.counting = counting
        self.limits = limits
    }

    /// Takes the next piece of the input.
    ///
    /// - Returns: nil where all of the piece was taken and the value goes on; else how many bytes of the piece belong to the value. After
    ///   that the boundary is done and must not be used again.
    /// - Throws: `.syntax` where this is no Brio, `.limit` where the value is larger or deeper than the limits; with offsets from the
    ///   value's start. After an error the boundary must not be used again.
    package mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>) throws(HaystackError) -> Int? {
        // Sound: the cursor does not leave this call, for which the caller lends the bytes.
        var cursor = unsafe ByteCursor(bytes)
        while !cursor.isAtEnd {
            try step(&cursor)
            if isComplete {
                try checkSize(taken + cursor.position, at: limits.size)
                return cursor.position
            }
        }
        taken += cursor.position
        try checkSize(taken, at: limits.size)
        return nil
    }

    @inline(__always)
    private var isComplete: Bool {
        hasBegun && (skipped | characters | strs | texts) == 0 && purpose == nil && frames.isEmpty
    }

    @inline(__always)
    private mutating func step(_ cursor: inout ByteCursor) throws(HaystackError) {
        if skipped > 0 {
            let count = min(skipped, cursor.remaining)
            skipped -= count
            cursor.advance(count)
        } else if characters > 0 {
            try takeCharacters(&cursor)
        } else if let purpose {
            try takeVarint(purpose, &cursor)
        } else if strs > 0 {
            strs -= 1
            purpose = .code
        } else if texts > 0 {
            texts -= 1
            purpose = .characters
        } else {
            try takeStructure(&cursor)
        }
    }

    // MARK: - Text and varints

    private mutating func takeCharacters(_ cursor: inout ByteCursor) throws(HaystackError) {
        let ascii = cursor.asciiCount(atMost: characters)
        cursor.advance(ascii)
        characters -= ascii
        guard characters > 0, !cursor.isAtEnd else { return }
        guard let (units, following) = BrioBoundary.form(lead: cursor.current, counting) else {
            throw syntax("found the byte \(cursor.current), expected a character", cursor)
        }
        guard units <= characters else {
            throw syntax("found a character of two UTF-16 units, expected one unit to the end of the text", cursor)
        }
        cursor.advance()
        characters -= units
        skipped = following
    }

    /// How much a character beyond ASCII counts by its first byte, and how many bytes follow. A surrogate counts by itself.
    @inline(__always)
    private static func form(lead: UInt8, _ counting: Brio.Options.StringCounting) -> (units: Int, following: Int)? {
        switch lead {
        case 0xc2...0xdf: (1, 1)
        case 0xe0...0xef: (1, 2)
        case 0xf0...0xf4: (counting == .utf16 ? 2 : 1, 3)
        default: nil
        }
    }

    private mutating func takeVarint(_ purpose: Purpose, _ cursor: inout ByteCursor) throws(HaystackError) {
        let byte = cursor.current
        if varintLeft < 0 {
            if purpose == .code, byte == BrioVarint.minusOne {
                cursor.advance()
                self.purpose = .characters
                return
            }
            guard let form = BrioVarint.form(first: byte) else { throw syntax("found the byte \(byte), expected a count or code", cursor) }
            (varintLeft, varint) = form
        } else {
            varint = varint << 8 | UInt64(byte)
            varintLeft -= 1
        }
        if varintLeft == 0 { try finishVarint(purpose, cursor) }
        cursor.advance()
    }

    private mutating func finishVarint(_ purpose: Purpose, _ cursor: ByteCursor) throws(HaystackError) {
        varintLeft = -1
        self.purpose = nil
        guard let count = Int(exactly: varint) else { throw syntax("found a negative count", cursor) }
        switch purpose {
        case .code: break
        case .characters: characters = try claimed(count, cursor)
        case .buf: skipped = try claimed(count, cursor)
        case .count: try finishCount(count, cursor)
        }
    }

    /// A count of things that take at least a byte each, refused where they cannot fit the limit.
    private func claimed(_ count: Int, _ cursor: ByteCursor) throws(HaystackError) -> Int {
        let (size, overflow) = count.addingReportingOverflow(taken + cursor.position)
        try checkSize(overflow ? Int.max : size, at: taken + cursor.position)
        return count
    }

    // MARK: - Structure

    private mutating func takeStructure(_ cursor: inout ByteCursor) throws(HaystackError) {
        guard let top = frames.indices.last else {
            hasBegun = true
            return try takeControl(&cursor)
        }
        switch frames[top].stage {
        case .open:
            try takeBracket(opening(frames[top].kind), &cursor)
            frames[top].stage = .count
        case .count, .rows:
            purpose = .count
        case .meta:
            frames[top].stage = .heads
            try takeMeta(&cursor)
        case .heads where frames[top].left == 0:
            try beginCells(top, cursor)
        case .heads:
            frames[top].left -= 1
            frames[top].stage = .headMeta
            strs = 1
        case .headMeta:
            frames[top].stage = .heads
            try takeMeta(&cursor)
        case .items where frames[top].left == 0:
            try takeBracket(closing(frames[top].kind), &cursor)
            frames.removeLast()
        case .items where frames[top].kind == .dict:
            frames[top].left -= 1
            frames[top].stage = .tagValue
            strs = 1
        case .items:
            frames[top].left = takeSimple(frames[top].left, &cursor)
            guard frames[top].left > 0, !cursor.isAtEnd else { return }
            frames[top].left -= 1
            try takeControl(&cursor)
        case .tagValue:
            frames[top].stage = .items
            try takeControl(&cursor)
        }
    }

    private mutating func finishCount(_ count: Int, _ cursor: ByteCursor) throws(HaystackError) {
        let top = frames.count - 1
        if frames[top].stage == .rows {
            frames[top].rows = count
            frames[top].stage = .meta
        } else {
            frames[top].left = try claimed(count, cursor)
            frames[top].columns = count
            frames[top].stage = frames[top].kind == .grid ? .rows : .items
        }
    }

    private mutating func beginCells(_ top: Int, _ cursor: ByteCursor) throws(HaystackError) {
        let (columns, rows) = (frames[top].columns, frames[top].rows)
        guard columns > 0 || rows <= BrioBound.rowsWithoutColumns else {
            throw limit("found \(rows) rows without columns, expected at most \(BrioBound.rowsWithoutColumns)", cursor)
        }
        let (cells, overflow) = columns.multipliedReportingOverflow(by: rows)
        frames[top].left = try claimed(overflow ? Int.max : cells, cursor)
        frames[top].stage = .items
    }

    private mutating func takeMeta(_ cursor: inout ByteCursor) throws(HaystackError) {
        switch BrioControl(rawValue: cursor.current) {
        case .emptyDict, .dict: try takeControl(&cursor)
        default: throw syntax("found the byte \(cursor.current), expected a dict of meta", cursor)
        }
    }

    @inline(__always)
    private mutating func takeControl(_ cursor: inout ByteCursor) throws(HaystackError) {
        guard let control = BrioControl(rawValue: cursor.current) else {
            throw syntax("found the byte \(cursor.current), expected a control byte, 0 to 25 or 32", cursor)
        }
        switch control {
        case .null, .marker, .na, .remove, .no, .yes, .emptyDict, .emptyList: break
        case .int16: expect(2, strs: 1)
        case .int32, .seconds: expect(4, strs: 1)
        case .double, .nanoseconds, .doubleNanoseconds: expect(8, strs: 1)
        case .str, .uri, .symbol: expect(0, strs: 1)
        case .ref: expect(0, strs: 1, texts: 1)
        case .handleRef: expect(8, texts: 1)
        case .date, .time: expect(4)
        case .coord: expect(8)
        case .xstr: expect(0, strs: 2)
        case .buf: purpose = .buf
        case .list: try push(.list, cursor)
        case .dict: try push(.dict, cursor)
        case .grid: try push(.grid, cursor)
        }
        cursor.advance()
    }

    @inline(__always)
    private mutating func expect(_ bytes: Int, strs: Int = 0, texts: Int = 0) {
        skipped = bytes
        self.strs = strs
        self.texts = texts
    }

    private mutating func push(_ kind: Kind, _ cursor: ByteCursor) throws(HaystackError) {
        guard frames.count < limits.depth else {
            throw limit("found values more than \(limits.depth) levels deep; raise the depth limit if the data is sound", cursor)
        }
        frames.append(Frame(kind: kind))
    }

    private func opening(_ kind: Kind) -> BrioBracket {
        switch kind {
        case .list: .openList
        case .dict: .openDict
        case .grid: .openGrid
        }
    }

    private func closing(_ kind: Kind) -> BrioBracket {
        switch kind {
        case .list: .closeList
        case .dict: .closeDict
        case .grid: .closeGrid
        }
    }

    private func takeBracket(_ bracket: BrioBracket, _ cursor: inout ByteCursor) throws(HaystackError) {
        guard cursor.skip(bracket.rawValue) else {
            throw syntax("found the byte \(cursor.current), expected '\(bracket.character)'", cursor)
        }
    }

    // MARK: - Simple values

    /// Takes as many items as are simple and whole in this piece, as most cells of a grid are, and says how many are left.
    private func takeSimple(_ items: Int, _ cursor: inout ByteCursor) -> Int {
        var left = items
        while left > 0 {
            let size = simpleSize(cursor)
            guard size > 0, size <= cursor.remaining else { break }
            cursor.advance(size)
            left &-= 1
        }
        return left
    }

    /// The size of the value at the cursor, 0 where it is not simple; it may be larger than what is left of the piece.
    @inline(__always)
    private func simpleSize(_ cursor: ByteCursor) -> Int {
        switch cursor.current {
        case 0x00...0x05: 1
        case BrioControl.int16.rawValue: simpleSize(cursor, strAt: 3)
        case BrioControl.int32.rawValue, BrioControl.seconds.rawValue: simpleSize(cursor, strAt: 5)
        case BrioControl.double.rawValue, BrioControl.nanoseconds.rawValue: simpleSize(cursor, strAt: 9)
        case BrioControl.str.rawValue: simpleSize(cursor, strAt: 1)
        default: 0
        }
    }

    /// The size of a value that ends with a text at a distance from the cursor, 0 where the text is not short.
    @inline(__always)
    private func simpleSize(_ cursor: ByteCursor, strAt distance: Int) -> Int {
        let code = cursor.peek(distance)
        if code < 0x80 { return distance + 1 }
        let count = Int(cursor.peek(distance + 1))
        guard code == BrioVarint.minusOne, count < 0x80 else { return 0 }
        var text = cursor
        text.advance(distance + 2)
        guard text.remaining >= count else { return 0 }
        let ascii = text.asciiCount(atMost: count)
        return distance + 2 + ascii + (ascii == count ? 0 : wideSize(text, from: ascii, characters: count - ascii))
    }

    /// The size of text beyond ASCII; more than is left of the piece where it is no text, so that it is looked at again byte by byte.
    private func wideSize(_ text: ByteCursor, from start: Int, characters count: Int) -> Int {
        var size = start
        var left = count
        while left > 0 {
            let byte = text.peek(size)
            if byte < 0x80 {
                size &+= 1
                left &-= 1
            } else {
                guard let (units, following) = BrioBoundary.form(lead: byte, counting), units <= left else { return Int.max / 2 }
                size &+= 1 &+ following
                left &-= units
            }
        }
        return size &- start
    }

    // MARK: - Faults

    private func checkSize(_ size: Int, at place: Int) throws(HaystackError) {
        guard size <= limits.size else {
            throw HaystackError(
                .limit,
                "found a value of at least \(size) bytes, expected at most \(limits.size); raise the size limit if the data is sound",
                at: .offset(place)
            )
        }
    }

    private func syntax(_ message: String, _ cursor: ByteCursor) -> HaystackError {
        HaystackError(.syntax, message, at: .offset(taken + cursor.position))
    }

    private func limit(_ message: String, _ cursor: ByteCursor) -> HaystackError {
        HaystackError(.limit, message, at: .offset(taken + cursor.position))
    }
}
