public import HaystackCore

/// Haystack's binary format: one control byte a value, then its payload, big-endian throughout.
///
/// ```swift
/// let bytes = try Brio.encode(["dis": "AHU-1", "kW": .number(12.5, unit: "kW")])
/// let value = try Brio.decode(bytes)
/// ```
///
/// Peers differ in how they count characters outside Unicode's basic plane, and in whether they share a table of constants:
/// ``Options`` says both.
///
/// What Brio does not carry: a Time is cut to whole milliseconds, a Coord rounded to a millionth of a degree, an empty display
/// name of a Ref is none, and a DateTime has the offset that its zone rules, whatever its text said. A matrix is written as a grid
/// with columns `v0`, `v1`, ….
public enum Brio {
    /// Reads one value.
    ///
    /// - Throws: `.unexpectedEnd` where the bytes end before the value, `.syntax` where they are not Brio or go on after the value,
    ///   `.range` for a date, time or place that does not exist, `.unknownZone`, `.limit`; each with its offset.
    public static func decode(_ bytes: [UInt8], options: Options = Options()) throws(HaystackError) -> Value {
        try ByteCursor.over(bytes) { cursor throws(HaystackError) in
            let value = try decode(&cursor, of: bytes, options: options)
            guard cursor.isAtEnd else {
                throw HaystackError(
                    .syntax,
                    "found \(cursor.remaining) bytes after the value, expected the end of the input",
                    at: .offset(cursor.position)
                )
            }
            return value
        }
    }

    /// Writes a value.
    ///
    /// - Throws: `.limit` where lists, dicts and grids stand deeper inside each other than the options allow.
    public static func encode(_ value: Value, options: Options = Options()) throws(HaystackError) -> [UInt8] {
        var sink = ByteSink()
        try encode(value, into: &sink, options: options)
        return sink.takeArray()
    }

    /// Reads the value at the cursor and leaves the cursor after it; after an error it stands where it stood.
    ///
    /// - Parameter document: the array that the cursor is over, where there is one, which grids may share.
    package static func decode(_ cursor: inout ByteCursor, of document: [UInt8] = [], options: Options = Options()) throws(HaystackError) -> Value {
        guard cursor.remaining <= options.limits.size else {
            throw HaystackError(
                .limit,
                "found \(cursor.remaining) bytes, expected at most \(options.limits.size); raise the size limit if the data is sound"
            )
        }
        var reader = BrioReader(cursor, document: document, options: options)
        let value = try reader.readValue(depth: 0)
        cursor.position = reader.cursor.position
        return value
    }

    /// Reads the value at the start of bytes and says where it ends.
    package static func decode(
        _ bytes: UnsafeBufferPointer<UInt8>,
        options: Options = Options()
    ) throws(HaystackError) -> (value: Value, end: Int) {
        // Sound: the cursor does not leave this call, for which the caller lends the bytes.
        var cursor = unsafe ByteCursor(bytes)
        let value = try decode(&cursor, options: options)
        return (value, cursor.position)
    }

    /// Appends a value to bytes; after an error the sink holds the part that was written.
    package static func encode(_ value: Value, into sink: inout ByteSink, options: Options = Options()) throws(HaystackError) {
        try BrioWriter(options).write(value, depth: 0, to: &sink)
    }
}
