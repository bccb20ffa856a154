/// Lets a person write a line on a terminal.
struct LineEditor {
    private let input: TerminalInput
    private var decoder = KeyDecoder()
    /// Keys that came after the end of a line: the next lines, when text was pasted.
    private var keys: [Key] = []
    /// The row of the cursor, counted from the first of the line that is shown.
    private var cursorRow = 0

    init(_ input: TerminalInput) {
        self.input = input
    }

    /// What came of a line.
    enum Result: Equatable {
        case line(String)
        case interrupted
        case end
    }

    /// Shows a prompt and lets a line be written.
    mutating func readLine(_ prompt: String, history: [String]) async throws -> Result {
        var editing = LineEditing(history: history)
        cursorRow = 0
        try draw(prompt, editing)
        while true {
            if keys.isEmpty {
                guard let bytes = await input.next() else {
                    try StandardOutput.write(line: "")
                    return .end
                }
                keys = decoder.decode(bytes)
            }
            while !keys.isEmpty {
                switch editing.take(keys.removeFirst()) {
                case .edited: break
                case .line(let text):
                    try finish(prompt, editing)
                    return .line(text)
                case .interrupted:
                    try finish(prompt, editing)
                    return .interrupted
                case .end:
                    try StandardOutput.write(line: "")
                    return .end
                case .clearScreen:
                    try StandardOutput.write(Array("\u{1b}[H\u{1b}[2J".utf8))
                    cursorRow = 0
                }
            }
            // Once for all keys of a piece: pasted text is not drawn letter by letter.
            try draw(prompt, editing)
        }
    }

    private mutating func draw(_ prompt: String, _ editing: LineEditing, atEnd: Bool = false) throws {
        let width = Terminal.outputWidth ?? 80
        let shown = (editing.searchPrompt ?? prompt) + editing.buffer.text
        let before = atEnd ? shown : (editing.searchPrompt ?? prompt) + String(editing.buffer.characters.prefix(editing.buffer.cursor))
        let end = LineLayout(after: shown, width: width)
        let cursor = LineLayout(after: before, width: width)
        // Up to the first row, and all of it gone; then the text; then back to the place of the cursor.
        var bytes = cursorRow > 0 ? "\u{1b}[\(cursorRow)A" : ""
        bytes += "\r\u{1b}[J" + shown
        // A full row leaves the terminal's cursor in its last column until something follows.
        if end.column == 0, end.row > 0 { bytes += " \r" }
        if end.row > cursor.row { bytes += "\u{1b}[\(end.row - cursor.row)A" }
        bytes += "\r"
        if cursor.column > 0 { bytes += "\u{1b}[\(cursor.column)C" }
        cursorRow = cursor.row
        try StandardOutput.write(Array(bytes.utf8))
    }

    /// Leaves the line as it is and goes to the next.
    private mutating func finish(_ prompt: String, _ editing: LineEditing) throws {
        try draw(prompt, editing, atEnd: true)
        try StandardOutput.write(line: "")
    }
}
