import HaystackCore

/// Where text stands on a terminal that breaks long lines by itself.
struct LineLayout: Equatable {
    var row = 0
    var column = 0

    /// The place after some text that begins at the left edge, on a terminal of a width.
    init(after text: some Sequence<Character>, width: Int) {
        for character in text {
            let columns = character.displayWidth
            // A wide character does not stand in the last column by half.
            if column + columns > width { (row, column) = (row + 1, 0) }
            column += columns
            if column >= width { (row, column) = (row + 1, 0) }
        }
    }
}
