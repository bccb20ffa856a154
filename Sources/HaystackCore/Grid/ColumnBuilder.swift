/// Takes the cells of one column one by one: ``ColumnCells`` behind a reference, for callers that hand their builders around.
package final class ColumnBuilder {
    private var cells: ColumnCells

    package init(capacity: Int = 0) {
        cells = ColumnCells(capacity: capacity)
    }

    /// Cells taken so far.
    package var count: Int { cells.count }

    package func append(_ value: Value) { cells.append(value) }

    package func append(flag: Flag) { cells.append(flag: flag) }

    package func append(_ value: Double, unit: String) { cells.append(value, unit: unit) }

    /// The form is numbers and the unit so far has these bytes: what a decoder asks before it makes a String of a unit.
    package func holdsNumbers(ofUnit bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        unsafe cells.holdsNumbers(ofUnit: bytes)
    }

    /// Appends a number of the unit that the column has, which the caller has asked for.
    package func append(numberOfSameUnit value: Double) { cells.append(numberOfSameUnit: value) }

    package func append(dateTime: DateTime) { cells.append(dateTime: dateTime) }

    /// Appends a date-time whose offset is its zone's own.
    package func append(ticks: Int64, zone: HaystackTimeZone) { cells.append(ticks: ticks, zone: zone) }

    package func append(str text: String) { cells.append(str: text) }

    /// Appends a Str of its UTF-8, which must be valid.
    package func append(strBytes bytes: UnsafeBufferPointer<UInt8>) { unsafe cells.append(strBytes: bytes) }

    package func append(ref: Ref) { cells.append(ref: ref) }

    /// Appends a value of a kind that has no typed storage.
    package func append(plain value: Value) { cells.append(plain: value) }

    /// The cells taken, after which the builder is empty again.
    package func finish() -> ColumnStorage { cells.finish() }
}
