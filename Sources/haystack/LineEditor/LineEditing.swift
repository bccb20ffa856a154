/// The editing of one line: keys in, what to do out. It knows no terminal.
struct LineEditing {
    /// What a key comes to.
    enum Outcome: Equatable {
        /// Show the line anew.
        case edited
        /// The line is done.
        case line(String)
        /// Ctrl-C: the line is given up.
        case interrupted
        /// Ctrl-D on an empty line.
        case end
        /// Ctrl-L.
        case clearScreen
    }

    /// A search in the history, begun by Ctrl-R.
    private struct Search {
        var query = LineBuffer()
        /// The entries that are searched: those before this place.
        var place: Int
        let original: LineBuffer
    }

    private(set) var buffer = LineBuffer()
    private let history: [String]
    /// The entry of the history that is shown; their number for the line that is written.
    private var place: Int
    /// The line that was being written when the history was gone through.
    private var draft = LineBuffer()
    private var killed = ""
    private var search: Search?

    init(history: [String]) {
        self.history = history
        place = history.count
    }

    /// What stands in the place of the prompt while the history is searched.
    var searchPrompt: String? {
        search.map { "(search)`\($0.query.text)': " }
    }

    mutating func take(_ key: Key) -> Outcome {
        if search != nil, let outcome = takeInSearch(key) { return outcome }
        switch key {
        case .enter: return .line(buffer.text)
        case .control("c"): return .interrupted
        case .control("l"): return .clearScreen
        case .control("d"):
            if buffer.characters.isEmpty { return .end }
            buffer.deleteAfter()
        case .control("r"): search = Search(place: history.count, original: buffer)
        case .up: show(place - 1)
        case .down: show(place + 1)
        default: edit(key)
        }
        return .edited
    }

    private mutating func edit(_ key: Key) {
        switch key {
        case .scalar(let scalar): buffer.insert(scalar)
        case .tab: buffer.insert("    ")
        case .backspace: buffer.deleteBefore()
        case .delete: buffer.deleteAfter()
        case .left: buffer.move(by: -1)
        case .right: buffer.move(by: 1)
        case .wordLeft: buffer.moveWordLeft()
        case .wordRight: buffer.moveWordRight()
        case .home: buffer.moveToStart()
        case .end: buffer.moveToEnd()
        case .control("k"): killed = buffer.deleteToEnd()
        case .control("u"): killed = buffer.deleteToStart()
        case .control("w"): killed = buffer.deleteWord()
        case .control("y"): buffer.insert(killed)
        default: break
        }
    }

    // MARK: - History

    private mutating func show(_ next: Int) {
        guard (0...history.count).contains(next), next != place else { return }
        if place == history.count { draft = buffer }
        place = next
        buffer = place == history.count ? draft : LineBuffer(history[place])
    }

    /// What a key does in a search; nil where it ends the search and is a key like any other.
    private mutating func takeInSearch(_ key: Key) -> Outcome? {
        guard var search else { return nil }
        switch key {
        case .scalar(let scalar):
            search.query.insert(scalar)
            search.place = history.count
        case .backspace:
            search.query.deleteBefore()
            search.place = history.count
        case .control("r"): break
        case .control("g"), .control("c"):
            buffer = search.original
            self.search = nil
            return .edited
        default:
            self.search = nil
            return nil
        }
        if !search.query.text.isEmpty, let found = history[..<search.place].lastIndex(where: { $0.contains(search.query.text) }) {
            search.place = found
            place = found
            buffer = LineBuffer(history[found])
        }
        self.search = search
        return .edited
    }
}
