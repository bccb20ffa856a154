package import HaystackCore

/// Remembers the zone and offset met last: histories have one zone, and their offset changes twice a year.
package struct ZoneMemory {
    private var zone: HaystackTimeZone?
    private var name: [UInt8] = []
    private var span: Range<Int64> = 0..<0
    private var offset = 0
    private var spanZone: HaystackTimeZone?

    package init() {}

    /// The zone of a name given as bytes.
    @inline(__always)
    package mutating func zone(named bytes: UnsafeBufferPointer<UInt8>) throws(HaystackError) -> HaystackTimeZone {
        if let zone, unsafe name.count == bytes.count && name.elementsEqual(bytes) { return zone }
        return try unsafe find(bytes)
    }

    private mutating func find(_ bytes: UnsafeBufferPointer<UInt8>) throws(HaystackError) -> HaystackTimeZone {
        let found = try unsafe HaystackTimeZone.named(utf8: bytes.span)
        unsafe name = Array(bytes)
        zone = found
        return found
    }

    /// The zone's offset at an instant, in seconds east of UTC.
    @inline(__always)
    package mutating func offset(of zone: HaystackTimeZone, at seconds: Int64) -> Int {
        if zone === spanZone, span.contains(seconds) { return offset }
        return findOffset(of: zone, at: seconds)
    }

    private mutating func findOffset(of zone: HaystackTimeZone, at seconds: Int64) -> Int {
        spanZone = zone
        (span, offset) = zone.span(containing: seconds)
        return offset
    }
}
