import HaystackCore
import HaystackZinc

extension ByteSink {
    /// Appends a string in full: no code of the constants, the number of its scalars, UTF-8.
    mutating func append(wireString text: String) {
        append(0xff)
        append(varint: text.unicodeScalars.count)
        append(text)
    }

    /// Appends a Number without unit: an extent of a matrix.
    mutating func append(wireCount count: Int) {
        append(brioNumber: Double(count))
        append(wireString: "")
    }
}
