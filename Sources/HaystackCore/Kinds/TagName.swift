/// The grammar of the names of tags and columns.
public enum TagName {
    /// Whether text may be written as the name of a tag or column: a-z or `_` first, then letters, digits and `_`.
    public static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, isFirstByte(first) else { return false }
        return name.utf8.allSatisfy(isNameByte)
    }

    @inlinable @inline(__always)
    package static func isFirstByte(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "a") < 26 || byte == UInt8(ascii: "_")
    }

    @inlinable @inline(__always)
    package static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
    }
}
