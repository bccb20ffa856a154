import HaystackCore

/// A matrix as the protocol has it: the Dict `{ndarray, r:rows, c:columns, bytes:Buf}`, the Buf holding rows × columns big-endian doubles
/// row by row.
enum NDArray {
    /// The marker that tells such a Dict from others.
    static let marker = "ndarray"
    static let rows = "r"
    static let columns = "c"
    static let bytes = "bytes"

    /// The shape that a Dict's tags claim.
    ///
    /// - Parameters:
    ///   - tags: all tags but `bytes`.
    ///   - byteCount: the number of bytes that came, nil where `bytes` is missing or is no Buf.
    static func shape(_ tags: Dict, byteCount: Int?) throws(HxpyError) -> (rows: Int, columns: Int) {
        let rows = try extent(tags[NDArray.rows], NDArray.rows)
        let columns = try extent(tags[NDArray.columns], NDArray.columns)
        guard let byteCount else { throw fault("found no Buf in the tag '\(NDArray.bytes)'") }
        let (cells, overflow) = rows.multipliedReportingOverflow(by: columns)
        guard !overflow, byteCount.isMultiple(of: PackedDoubles.stride), cells == byteCount / PackedDoubles.stride else {
            throw fault("found \(byteCount) bytes, expected 8 for each value of a matrix of \(rows) × \(columns)")
        }
        return (rows, columns)
    }

    private static func extent(_ value: Value, _ tag: String) throws(HxpyError) -> Int {
        guard case .number(let number) = value, let extent = number.int, extent >= 0 else {
            throw fault("found \(value) in the tag '\(tag)', expected a whole number of 0 or more")
        }
        return extent
    }

    private static func fault(_ message: String) -> HxpyError {
        HxpyError(.codec, "an ndarray that came is not sound: \(message)")
    }
}
