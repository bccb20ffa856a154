package import HaystackCore

extension BrioWriter {
    func write(_ number: Number, to sink: inout ByteSink) {
        sink.append(brioNumber: number.value)
        write(str: number.unitText, to: &sink)
    }

    func write(_ dateTime: DateTime, to sink: inout ByteSink) {
        sink.append(brioTicks: dateTime.ticks)
        write(str: dateTime.zone.name, to: &sink)
    }

    func write(_ control: BrioControl, _ text: String, to sink: inout ByteSink) {
        sink.append(control)
        write(str: text, to: &sink)
    }

    func write(_ ref: Ref, to sink: inout ByteSink) {
        var (id, dis) = (ref.id, ref.dis ?? "")
        id.withUTF8 { id in
            dis.withUTF8 { unsafe writeRef(id: id, dis: $0, to: &sink) }
        }
    }

    /// Writes a Ref of the UTF-8 of its id and display name.
    func writeRef(id: UnsafeBufferPointer<UInt8>, dis: UnsafeBufferPointer<UInt8>?, isASCII: Bool = false, to sink: inout ByteSink) {
        if let handle = unsafe BrioHandle.handle(id) {
            sink.append(.handleRef)
            sink.append(bigEndian: handle)
        } else {
            sink.append(.ref)
            unsafe write(str: id, isASCII: isASCII, to: &sink)
        }
        if let dis = unsafe dis {
            unsafe write(characters: dis, isASCII: isASCII, to: &sink)
        } else {
            sink.append(varint: 0)
        }
    }

    func write(_ date: HaystackDate, to sink: inout ByteSink) {
        sink.append(.date)
        sink.append(bigEndian: UInt16(date.year))
        sink.append(UInt8(date.month))
        sink.append(UInt8(date.day))
    }

    func write(_ time: HaystackTime, to sink: inout ByteSink) {
        sink.append(.time)
        sink.append(bigEndian: UInt32(time.nanosecondsSinceMidnight / 1_000_000))
    }

    func write(_ coord: Coord, to sink: inout ByteSink) {
        sink.append(.coord)
        sink.append(bigEndian: UInt32((coord.latitude * 1_000_000).rounded() + 90_000_000))
        sink.append(bigEndian: UInt32((coord.longitude * 1_000_000).rounded() + 180_000_000))
    }

    func write(_ xstr: XStr, to sink: inout ByteSink) {
        write(.xstr, xstr.type, to: &sink)
        write(str: xstr.text, to: &sink)
    }

    func write(_ bytes: [UInt8], to sink: inout ByteSink) {
        sink.append(.buf)
        sink.append(varint: bytes.count)
        sink.append(bytes)
    }
}

extension ByteSink {
    /// Appends a number without its unit: as an integer of 16 or 32 bits where that is exact, else as a Double.
    @inline(__always)
    package mutating func append(brioNumber value: Double) {
        // Comparing bits tells -0 from 0: it is written as a Double, which keeps its sign.
        let whole = Int64(value.magnitude <= 2_147_483_648 ? value : 0.5)
        if Double(whole).bitPattern == value.bitPattern, whole <= Int32.max {
            append(brioInteger: Int32(truncatingIfNeeded: whole))
        } else {
            append(.double)
            append(bigEndian: Gap.canonical(value).bitPattern)
        }
    }

    @inline(__always)
    private mutating func append(brioInteger whole: Int32) {
        if whole.magnitude <= 32767 {
            append(.int16)
            append(bigEndian: Int16(truncatingIfNeeded: whole))
        } else {
            append(.int32)
            append(bigEndian: whole)
        }
    }

    /// Appends an instant without its zone: as 32 bits of seconds where that is exact, else as nanoseconds.
    @inline(__always)
    mutating func append(brioTicks ticks: Int64) {
        let (seconds, fraction) = ticks.quotientAndRemainder(dividingBy: DateTime.nanosecondsPerSecond)
        if fraction == 0, let seconds = Int32(exactly: seconds) {
            append(.seconds)
            append(bigEndian: seconds)
        } else {
            append(.nanoseconds)
            append(bigEndian: ticks)
        }
    }
}
