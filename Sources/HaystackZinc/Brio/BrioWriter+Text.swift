import HaystackCore

extension BrioWriter {
    /// Writes text, as a constant's code where there is one.
    func write(str text: String, to sink: inout ByteSink) {
        if let constants, let code = constants.code(text) {
            sink.append(varint: code)
        } else {
            sink.append(BrioVarint.minusOne)
            write(characters: text, to: &sink)
        }
    }

    /// Writes text given as UTF-8. Where it is known to be ASCII, it need not be looked at.
    func write(str text: UnsafeBufferPointer<UInt8>, isASCII: Bool = false, to sink: inout ByteSink) {
        // Constants are looked up by Strings; without a table none is made.
        guard constants == nil else { return unsafe write(str: String(decoding: text, as: UTF8.self), to: &sink) }
        sink.append(BrioVarint.minusOne)
        unsafe write(characters: text, isASCII: isASCII, to: &sink)
    }

    /// Writes a count and as many characters.
    func write(characters text: String, to sink: inout ByteSink) {
        var text = text
        text.withUTF8 { bytes in unsafe write(characters: bytes, to: &sink) }
    }

    /// Writes a count and as many characters, given as UTF-8. Where they are known to be ASCII, they need not be looked at.
    @inline(__always)
    func write(characters bytes: UnsafeBufferPointer<UInt8>, isASCII: Bool = false, to sink: inout ByteSink) {
        if unsafe isASCII || ByteCursor(bytes).asciiCount(atMost: bytes.count) == bytes.count {
            sink.append(varint: bytes.count)
            unsafe sink.append(bytes)
        } else {
            unsafe write(wide: bytes, to: &sink)
        }
    }

    private func write(wide bytes: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
        let (scalars, beyond) = unsafe ByteCursor(bytes).scalarCounts
        if beyond == 0 || counting == .scalars {
            sink.append(varint: scalars)
            unsafe sink.append(bytes)
        } else {
            sink.append(varint: scalars + beyond)
            unsafe write(surrogatesOf: bytes, to: &sink)
        }
    }

    /// Writes UTF-8 with each character of four bytes as two surrogates of three bytes.
    private func write(surrogatesOf bytes: UnsafeBufferPointer<UInt8>, to sink: inout ByteSink) {
        var index = 0
        while index < bytes.count {
            let lead = unsafe bytes[index]
            if lead < 0xf0 {
                sink.append(lead)
                index += 1
            } else {
                let scalar =
                    unsafe UInt32(lead & 0x07) << 18 | UInt32(bytes[index + 1] & 0x3f) << 12
                    | UInt32(bytes[index + 2] & 0x3f) << 6 | UInt32(bytes[index + 3] & 0x3f)
                sink.append(surrogate: 0xd800 + (scalar - 0x10000) >> 10)
                sink.append(surrogate: 0xdc00 + (scalar - 0x10000) & 0x3ff)
                index += 4
            }
        }
    }
}

extension ByteSink {
    fileprivate mutating func append(surrogate unit: UInt32) {
        append(0xe0 | UInt8(truncatingIfNeeded: unit >> 12))
        append(0x80 | UInt8(truncatingIfNeeded: unit >> 6) & 0x3f)
        append(0x80 | UInt8(truncatingIfNeeded: unit) & 0x3f)
    }
}
