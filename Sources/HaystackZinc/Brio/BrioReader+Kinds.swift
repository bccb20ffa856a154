import HaystackCore

extension BrioReader {
    mutating func readDate() throws(HaystackError) -> HaystackDate {
        let place = cursor.position
        let packed: UInt32 = try readInteger()
        let (year, month, day) = (Int(packed >> 16), Int(packed >> 8 & 0xff), Int(packed & 0xff))
        guard year <= 9999, CivilDate.isValid(year: year, month: month, day: day) else {
            throw range("found the date \(year)-\(month)-\(day), expected a day of the years 0 to 9999", at: place)
        }
        return HaystackDate(checkedYear: year, month: month, day: day)
    }

    mutating func readTime() throws(HaystackError) -> HaystackTime {
        let place = cursor.position
        let milliseconds: UInt32 = try readInteger()
        guard milliseconds < 86_400_000 else {
            throw range("found \(milliseconds) ms since midnight, expected less than one day", at: place)
        }
        return HaystackTime(checkedNanoseconds: Int64(milliseconds) * 1_000_000)
    }

    mutating func readCoord() throws(HaystackError) -> Coord {
        let place = cursor.position
        let latitude: UInt32 = try readInteger()
        let longitude: UInt32 = try readInteger()
        do {
            return try Coord(
                latitude: (Double(latitude) - 90_000_000) / 1_000_000,
                longitude: (Double(longitude) - 180_000_000) / 1_000_000
            )
        } catch {
            throw range(error.message, at: place)
        }
    }

    mutating func readXStr() throws(HaystackError) -> XStr {
        let place = cursor.position
        let type = try readString()
        let text = try readString()
        do {
            return try XStr(type: type, text)
        } catch {
            throw range(error.message, at: place)
        }
    }

    mutating func readRef(_ control: BrioControl) throws(HaystackError) -> Ref {
        let (id, dis) = try readRefTexts(control)
        return Ref(string(id), dis: dis.isEmpty ? nil : string(dis))
    }

    /// Reads the texts of a Ref, id and display name; an empty name is none.
    @inline(__always)
    mutating func readRefTexts(_ control: BrioControl) throws(HaystackError) -> (id: BrioText, dis: BrioText) {
        guard control == .handleRef else { return (try readStr(), try readCharacters(keepingScratch: true)) }
        return (.handle(try readInteger()), try readCharacters())
    }

    mutating func readBuf() throws(HaystackError) -> [UInt8] {
        let size = try readCount("bytes of a Buf")
        // Sound: readCount has checked that as many bytes are left, and the array is made before the cursor's bytes can go.
        let bytes = unsafe Array(cursor.bytes(from: cursor.position, to: cursor.position + size))
        cursor.advance(size)
        return bytes
    }

    // MARK: - Collections

    mutating func readItems(depth: Int) throws(HaystackError) -> List {
        let inner = try enter(depth)
        try readBracket(.openList)
        let count = try readCount("items of a list")
        var items: List = []
        items.reserveCapacity(reservation(count))
        for _ in 0..<count { items.append(try readValue(depth: inner)) }
        try readBracket(.closeList)
        return items
    }

    /// Reads a dict after its control byte.
    mutating func readTags(depth: Int) throws(HaystackError) -> Dict {
        let inner = try enter(depth)
        try readBracket(.openDict)
        let count = try readCount("tags of a dict")
        var dict = Dict(capacity: reservation(count))
        for _ in 0..<count {
            let name = try readString()
            let value = try readValue(depth: inner)
            // A dict never holds null. Left out here, it cannot remove a tag of the same name.
            if case .null = value { continue }
            dict[name] = value
        }
        try readBracket(.closeDict)
        return dict
    }

    /// Reads the meta of a grid or column.
    mutating func readMeta(depth: Int) throws(HaystackError) -> Dict {
        let place = cursor.position
        switch try readControl() {
        case .emptyDict: return Dict()
        case .dict: return try readTags(depth: depth)
        default: throw syntax("found another kind of value, expected a dict of meta", at: place)
        }
    }
}

/// Ids of the form `xxxxxxxx-xxxxxxxx`, hex digits in lower case, and the 64 bits that they stand for.
enum BrioHandle {
    static func id(_ handle: UInt64) -> [UInt8] {
        var digits: [UInt8] = []
        digits.reserveCapacity(17)
        for shift in stride(from: 60, through: 0, by: -4) {
            if shift == 28 { digits.append(UInt8(ascii: "-")) }
            digits.append(digit(UInt8(truncatingIfNeeded: handle >> UInt64(shift)) & 0xf))
        }
        return digits
    }

    /// The handle of an id's UTF-8, nil where the id is of another form.
    static func handle(_ id: UnsafeBufferPointer<UInt8>) -> UInt64? {
        guard id.count == 17 else { return nil }
        var handle: UInt64 = 0
        for position in 0..<id.count {
            let byte = unsafe id[position]
            if position == 8 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else {
                guard let value = value(byte) else { return nil }
                handle = handle << 4 | UInt64(value)
            }
        }
        return handle
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        if digit &- UInt8(ascii: "0") < 10 { return digit - UInt8(ascii: "0") }
        return digit &- UInt8(ascii: "a") < 6 ? digit - UInt8(ascii: "a") + 10 : nil
    }
}
