/// Writes the rows of a block into memory that has room for all of them, and for a step more. Cells are mostly short: most take one load and
/// one store, whatever their length.
@safe
struct RowPen {
    /// Bytes that are read and written at once.
    static let step = 16

    var place: UnsafeMutablePointer<UInt8>
    private let layout: RowBlock.Layout
    private let gap: SIMD16<UInt8>
    private let isGapSingle: Bool

    init(place: UnsafeMutablePointer<UInt8>, _ layout: RowBlock.Layout) {
        unsafe self.place = place
        self.layout = layout
        gap = SIMD16(repeating: layout.null ?? layout.separator ?? 0)
        isGapSingle = (layout.null == nil) != (layout.separator == nil)
    }

    @inline(__always)
    mutating func write(_ source: UnsafePointer<UInt8>, _ count: Int) {
        if count <= RowPen.step {
            let word = unsafe UnsafeRawPointer(source).loadUnaligned(as: SIMD16<UInt8>.self)
            unsafe UnsafeMutableRawPointer(place).storeBytes(of: word, as: SIMD16<UInt8>.self)
        } else {
            unsafe place.update(from: source, count: count)
        }
        unsafe place += count
        if let separator = layout.separator { write(separator) }
    }

    /// Writes nulls, or what stands in their place among a row's flags from one on.
    @inline(__always)
    mutating func write(nulls count: Int, _ flags: UnsafePointer<UInt8>?, _ first: Int) {
        if let flags = unsafe flags {
            unsafe write(flags + first, count)
        } else {
            write(nulls: count)
        }
    }

    @inline(__always)
    private mutating func write(nulls count: Int) {
        if isGapSingle {
            var written = 0
            repeat {
                unsafe UnsafeMutableRawPointer(place + written).storeBytes(of: gap, as: SIMD16<UInt8>.self)
                written &+= RowPen.step
            } while written < count
            unsafe place += count
        } else {
            for _ in 0..<count {
                if let null = layout.null { write(null) }
                if let separator = layout.separator { write(separator) }
            }
        }
    }

    /// Puts what ends a row in the place of the last separator.
    @inline(__always)
    func endRow() {
        if let last = layout.last { unsafe place[-1] = last }
    }

    @inline(__always)
    private mutating func write(_ byte: UInt8) {
        unsafe place.pointee = byte
        unsafe place += 1
    }
}
