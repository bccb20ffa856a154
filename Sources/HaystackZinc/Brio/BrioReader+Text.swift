import HaystackCore

/// Where the reader has text, as valid UTF-8: within the input, or in its scratch bytes, where text is put that stands otherwise in the input.
enum BrioText {
    case input(start: Int, end: Int)
    case scratch(start: Int, end: Int)
    /// An id that is still the 64 bits which stand for it.
    case handle(UInt64)

    var isEmpty: Bool {
        switch self {
        case .input(let start, let end), .scratch(let start, let end): start == end
        case .handle: false
        }
    }
}

extension BrioReader {
    mutating func readString() throws(HaystackError) -> String {
        if let mark = readShortStr() { return String(mark) ?? cursor.string(from: cursor.position - mark.count, to: cursor.position) }
        let text = try readStr()
        return string(text)
    }

    @inline(__always)
    func string(_ text: BrioText) -> String {
        unsafe withBytes(of: text) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Lends the UTF-8 of text that was read last.
    @inline(__always)
    func withBytes<Result>(of text: BrioText, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch text {
        case .input(let start, let end):
            unsafe body(cursor.bytes(from: start, to: end))
        case .scratch(let start, let end):
            // Sound: the places were got when the text was put there, and lie within the scratch bytes.
            unsafe scratch.withUnsafeBufferPointer { unsafe body(UnsafeBufferPointer(rebasing: $0[start..<end])) }
        case .handle(let handle):
            unsafe BrioHandle.id(handle).withUnsafeBufferPointer(body)
        }
    }

    /// Reads text that may be a constant's code. Text that was read before may be gone from the scratch bytes.
    @inline(__always)
    mutating func readStr() throws(HaystackError) -> BrioText {
        if cursor.skip(0xff) { return try readCharacters() }
        return try readConstant()
    }

    /// Reads a short text in ASCII, whatever its length in the same steps; nil, and does not move, where there is another.
    @inline(__always)
    mutating func readShortStr() -> TextMark? {
        guard cursor.current == 0xff, let mark = cursor.shortMark(at: cursor.position &+ 2, count: Int(cursor.peek(1))), mark.isASCII else { return nil }
        cursor.advance(2 &+ mark.count)
        return mark
    }

    private mutating func readConstant() throws(HaystackError) -> BrioText {
        let place = cursor.position
        let code = try readVarint("a string")
        if code == 0 { return .input(start: place, end: place) }
        guard let constants else {
            throw syntax(
                "found code \(code) of a table of constants, but none is loaded; make Brio.Constants of the constants file of the Haxall "
                    + "install that wrote this, and give it in the options",
                at: place
            )
        }
        guard let text = constants.text(code) else {
            throw syntax(
                "found code \(code), expected one of the table of constants, version \(constants.version), which ends before \(constants.count); "
                    + "load the table of the peer that wrote this",
                at: place
            )
        }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: text.utf8)
        return .scratch(start: 0, end: scratch.count)
    }

    /// Reads a count and as many characters. Text that was read before stays in the scratch bytes only where that is asked for.
    @inline(__always)
    mutating func readCharacters(keepingScratch: Bool = false) throws(HaystackError) -> BrioText {
        let count = try readCount("characters")
        let start = cursor.position
        let ascii = cursor.asciiCount(atMost: count)
        cursor.advance(ascii)
        // Where as many bytes as there are characters are all ASCII, they are the characters, however they are counted.
        if ascii == count { return .input(start: start, end: cursor.position) }
        return try readWide(count - ascii, start: start, keepingScratch: keepingScratch)
    }

    /// Reads on where text is no longer ASCII.
    private mutating func readWide(_ count: Int, start: Int, keepingScratch: Bool) throws(HaystackError) -> BrioText {
        var left = count
        var hasSurrogates = false
        while left > 0 {
            if skipPlainBlocks(&left) { continue }
            if cursor.current < 0x80 {
                guard !cursor.isAtEnd else { throw endsEarly("\(left) more characters") }
                let ascii = cursor.asciiCount(atMost: left)
                cursor.advance(ascii)
                left -= ascii
            } else if case let size = plainWideSize(at: cursor.position), size > 0 {
                cursor.advance(size)
                left -= 1
            } else {
                let character = try readWideCharacter()
                guard character.units <= left else {
                    throw syntax(
                        "found a character of two UTF-16 units, expected one unit to the end of the text",
                        at: cursor.position - character.size
                    )
                }
                hasSurrogates = hasSurrogates || character.size == 6
                left -= character.units
            }
        }
        if !keepingScratch { scratch.removeAll(keepingCapacity: true) }
        guard hasSurrogates else { return .input(start: start, end: cursor.position) }
        return keepSurrogatesJoined(from: start, to: cursor.position)
    }

    /// Steps over text up to a character that is not plain, 32 bytes at a time while there must be as many; says whether it moved.
    @inline(__always)
    private mutating func skipPlainBlocks(_ left: inout Int) -> Bool {
        let start = cursor.position
        var place = start
        // No more characters than 32 begin in a block, so that none is one too many.
        while left >= 32, let wide = cursor.wideBytes(from: place) {
            let block = plainBlock(at: place, wide: UInt64(wide))
            place &+= block.size
            left &-= block.size &- block.extra
            if block.isCutShort { break }
        }
        cursor.position = place
        return place > start
    }

    /// How many bytes of a block are of characters that begin in it, up to one that is not plain, and how many of them begin none.
    ///
    /// - Parameter wide: a bit for each byte, whether it is beyond ASCII.
    @inline(__always)
    private func plainBlock(at place: Int, wide: UInt64) -> (size: Int, extra: Int, isCutShort: Bool) {
        var wide = wide
        var block = 32
        var extra = 0
        while wide != 0 {
            let first = wide.trailingZeroBitCount
            let size = plainWideSize(at: place &+ first)
            if size == 0 { return (first, extra, true) }
            extra &+= size &- 1
            block = max(block, first &+ size)
            wide &= UInt64.max &<< UInt64(truncatingIfNeeded: first &+ size)
        }
        return (block, extra, false)
    }

    /// The size of the character at a place, if it is of two bytes, or of three that are not the first ones possible and no surrogate: most of what
    /// is not ASCII. Else, or near the end of the input, 0. Which of them it is could not be guessed, so that there are no branches.
    @inline(__always)
    private func plainWideSize(at place: Int) -> Int {
        guard let word = cursor.word(at: place) else { return 0 }
        let isTwo = (word & 0xc0e0 == 0x80c0) && (word & 0x1e != 0)
        let isThree = (word & 0xc0c0f0 == 0x8080e0) && (word & 0x0f &- 1 < 12)
        return (isTwo ? 2 : 0) | (isThree ? 3 : 0)
    }

    /// Steps over a character beyond ASCII and says how much it counts and how many bytes it takes; 6 are a surrogate pair.
    private mutating func readWideCharacter() throws(HaystackError) -> (units: Int, size: Int) {
        let size: Int
        switch cursor.current {
        case 0xc2...0xdf: size = 2
        case 0xed where cursor.peek(1) >= 0xa0: return try readSurrogates()
        case 0xe0...0xef: size = 3
        case 0xf0...0xf4: size = 4
        default: throw noCharacter(0)
        }
        for distance in 1..<size where !isContinuation(distance) { throw noCharacter(distance) }
        guard isShortest else { throw noCharacter(1) }
        cursor.advance(size)
        return (units: size == 4 && counting == .utf16 ? 2 : 1, size: size)
    }

    /// Whether the two bytes at the cursor begin the shortest form of a scalar that exists.
    private var isShortest: Bool {
        switch cursor.current {
        case 0xe0: cursor.peek(1) >= 0xa0
        case 0xf0: cursor.peek(1) >= 0x90
        case 0xf4: cursor.peek(1) < 0x90
        default: true
        }
    }

    /// Steps over a pair of surrogates of three bytes each.
    private mutating func readSurrogates() throws(HaystackError) -> (units: Int, size: Int) {
        guard counting == .utf16 else { throw noCharacter(1) }
        for distance in 1..<6 where !isInSurrogatePair(distance) {
            if cursor.remaining <= distance { throw endsEarly("the other half of a surrogate pair") }
            throw syntax("found a surrogate alone, expected a pair of them; text cannot hold the half of a character")
        }
        cursor.advance(6)
        return (units: 2, size: 6)
    }

    private func isInSurrogatePair(_ distance: Int) -> Bool {
        switch distance {
        case 1: cursor.peek(1) & 0xf0 == 0xa0
        case 3: cursor.peek(3) == 0xed
        case 4: cursor.peek(4) & 0xf0 == 0xb0
        default: isContinuation(distance)
        }
    }

    @inline(__always)
    private func isContinuation(_ distance: Int) -> Bool { cursor.peek(distance) & 0xc0 == 0x80 }

    private func noCharacter(_ distance: Int) -> HaystackError {
        if cursor.remaining <= distance { return endsEarly("the rest of a character") }
        let form = counting == .utf16 ? "CESU-8 or UTF-8" : "UTF-8; peers on the JVM count otherwise, see Brio.Options.counting"
        return syntax("found the byte \(cursor.peek(distance)), expected text in \(form)", at: cursor.position + distance)
    }

    /// Puts the text between two places, valid but for surrogate pairs of three bytes each, into the scratch bytes as UTF-8.
    private mutating func keepSurrogatesJoined(from start: Int, to end: Int) -> BrioText {
        let bytes = unsafe cursor.bytes(from: start, to: end)
        let kept = scratch.count
        var index = 0
        while index < bytes.count {
            guard unsafe bytes[index] == 0xed, unsafe bytes[index + 1] >= 0xa0 else {
                unsafe scratch.append(bytes[index])
                index += 1
                continue
            }
            let high = unsafe UInt32(bytes[index + 1] & 0x0f) << 6 | UInt32(bytes[index + 2] & 0x3f)
            let low = unsafe UInt32(bytes[index + 4] & 0x0f) << 6 | UInt32(bytes[index + 5] & 0x3f)
            scratch.append(scalar: 0x10000 + (high << 10 | low))
            index += 6
        }
        return .scratch(start: kept, end: scratch.count)
    }
}

extension [UInt8] {
    /// Appends the UTF-8 of a scalar beyond the basic plane.
    fileprivate mutating func append(scalar: UInt32) {
        append(0xf0 | UInt8(truncatingIfNeeded: scalar >> 18))
        append(0x80 | UInt8(truncatingIfNeeded: scalar >> 12) & 0x3f)
        append(0x80 | UInt8(truncatingIfNeeded: scalar >> 6) & 0x3f)
        append(0x80 | UInt8(truncatingIfNeeded: scalar) & 0x3f)
    }
}
