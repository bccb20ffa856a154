import HaystackCore

/// Reads values along a cursor.
///
/// A `depth` is the number of lists, dicts and grids around a value.
struct BrioReader {
    var cursor: ByteCursor
    let counting: Brio.Options.StringCounting
    let constants: Brio.Constants?
    /// The array that the cursor is over, where there is one, which grids may share: see ``share(_:)``.
    let document: [UInt8]
    private let depthLimit: Int
    /// Elements for which room may still be made ahead. A claimed count is trusted only so far as the input has bytes for it, and all
    /// claims together too: else nested grids could each claim the whole input.
    private var reservable: Int
    /// The zone read last, and the bytes of its name in the input.
    private var zone = HaystackTimeZone.utc
    private var zoneBytes = 0..<0
    /// Text that stands otherwise in the input: constants, handles, surrogate pairs.
    var scratch: [UInt8] = []

    init(_ cursor: ByteCursor, document: [UInt8] = [], options: Brio.Options) {
        self.cursor = cursor
        self.document = document
        counting = options.counting
        constants = options.constants
        depthLimit = options.limits.depth
        reservable = cursor.remaining
    }

    mutating func readValue(depth: Int) throws(HaystackError) -> Value {
        let control = try readControl()
        switch control {
        case .dict: return .dict(try readTags(depth: depth))
        case .list: return .list(try readItems(depth: depth))
        case .grid: return .grid(try readGrid(depth: depth))
        default: return try readScalar(control)
        }
    }

    /// Reads a value that holds no others. Apart from those that do, so that their recursion needs little of the stack.
    @inline(never)
    private mutating func readScalar(_ control: BrioControl) throws(HaystackError) -> Value {
        switch control {
        case .null: return .null
        case .marker: return .marker
        case .na: return .na
        case .remove: return .remove
        case .no: return .bool(false)
        case .yes: return .bool(true)
        case .int16, .int32, .double: return .number(try readNumber(control))
        case .str: return .str(try readString())
        case .ref, .handleRef: return .ref(try readRef(control))
        case .uri: return .uri(Uri(try readString()))
        case .date: return .date(try readDate())
        case .time: return .time(try readTime())
        case .seconds, .nanoseconds, .doubleNanoseconds: return .dateTime(try readDateTime(control))
        case .coord: return .coord(try readCoord())
        case .xstr: return .xstr(try readXStr())
        case .buf: return .buf(try readBuf())
        case .symbol: return .symbol(Symbol(try readString()))
        case .emptyDict: return .dict(Dict())
        case .emptyList: return .list([])
        case .dict, .list, .grid: preconditionFailure("readValue reads these itself")
        }
    }

    @inline(__always)
    mutating func readControl() throws(HaystackError) -> BrioControl {
        let byte = cursor.current
        guard let control = BrioControl(byte: byte), !cursor.isAtEnd else { throw noControl(byte) }
        cursor.advance()
        return control
    }

    private func noControl(_ byte: UInt8) -> HaystackError {
        if cursor.isAtEnd { return endsEarly("the control byte of a value") }
        return syntax(
            "found the byte \(byte), expected a control byte, 0 to 25 or 32; check that the bytes are Brio and start with a value"
        )
    }

    // MARK: - Numbers and instants

    private mutating func readNumber(_ control: BrioControl) throws(HaystackError) -> Number {
        let value = Gap.canonical(try readDouble(control))
        return Number(value, unit: try readString())
    }

    /// Reads a number's payload without its unit; a NaN is as it came.
    @inline(__always)
    mutating func readDouble(_ control: BrioControl) throws(HaystackError) -> Double {
        switch control {
        case .int16: Double(try readInteger(Int16.self))
        case .int32: Double(try readInteger(Int32.self))
        default: Double(bitPattern: try readInteger(UInt64.self))
        }
    }

    private mutating func readDateTime(_ control: BrioControl) throws(HaystackError) -> DateTime {
        let ticks = try readTicks(control)
        return DateTime(ticks: ticks, zone: try readZone())
    }

    /// Reads a date-time's payload without its zone.
    @inline(__always)
    mutating func readTicks(_ control: BrioControl) throws(HaystackError) -> Int64 {
        switch control {
        case .seconds: Int64(try readInteger(Int32.self)) * DateTime.nanosecondsPerSecond
        case .nanoseconds: try readInteger(Int64.self)
        default: try readDoubleTicks()
        }
    }

    private mutating func readDoubleTicks() throws(HaystackError) -> Int64 {
        let place = cursor.position
        let nanoseconds = Double(bitPattern: try readInteger(UInt64.self))
        guard let ticks = Int64(exactly: nanoseconds.rounded()) else {
            throw HaystackError(
                .range,
                "found \(nanoseconds) ns since 2000, expected an instant of the years 1707 to 2292",
                at: .offset(place)
            )
        }
        return ticks
    }

    /// Reads the name of a zone. The zone read last is known by its bytes.
    @inline(__always)
    mutating func readZone() throws(HaystackError) -> HaystackTimeZone {
        if cursor.skip(bytesAt: zoneBytes) { return zone }
        return try readOtherZone()
    }

    private mutating func readOtherZone() throws(HaystackError) -> HaystackTimeZone {
        let place = cursor.position
        let name = try readString()
        do {
            zone = try HaystackTimeZone.named(name)
        } catch {
            throw HaystackError(error.code, error.message, at: .offset(place))
        }
        zoneBytes = place..<cursor.position
        return zone
    }

    // MARK: - Checks and faults

    /// The depth inside a list, dict or grid that stands at a depth.
    func enter(_ depth: Int) throws(HaystackError) -> Int {
        guard depth < depthLimit else {
            throw HaystackError(
                .limit,
                "found values more than \(depthLimit) levels deep; raise the depth limit if the data is sound",
                at: .offset(cursor.position - 1)
            )
        }
        return depth + 1
    }

    /// How many elements of a claimed count to make room for.
    mutating func reservation(_ count: Int) -> Int {
        let granted = min(count, reservable)
        reservable -= granted
        return granted
    }

    @inline(__always)
    mutating func readInteger<Integer: FixedWidthInteger & BitwiseCopyable>(_: Integer.Type = Integer.self) throws(HaystackError) -> Integer {
        guard let value = cursor.readBigEndian(Integer.self) else { throw endsEarly("\(MemoryLayout<Integer>.size) bytes") }
        return value
    }

    mutating func readBracket(_ bracket: BrioBracket) throws(HaystackError) {
        guard cursor.skip(bracket.rawValue) else {
            if cursor.isAtEnd { throw endsEarly("'\(bracket.character)'") }
            throw syntax("found the byte \(cursor.current), expected '\(bracket.character)'")
        }
    }

    func endsEarly(_ expected: String) -> HaystackError {
        HaystackError(.unexpectedEnd, "found the end of the input, expected \(expected)", at: .offset(cursor.end))
    }

    func syntax(_ message: String, at place: Int? = nil) -> HaystackError {
        HaystackError(.syntax, message, at: .offset(place ?? cursor.position))
    }

    func range(_ message: String, at place: Int) -> HaystackError {
        HaystackError(.range, message, at: .offset(place))
    }
}
