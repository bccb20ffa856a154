/// What a grid holds and a builder fills: columns of one length with distinct names.
struct GridTable: Sendable {
    var meta: Dict
    private(set) var columns: [Column]
    private(set) var rowCount: Int
    private var index: [String: Int]

    init(meta: Dict, rowCount: Int = 0) {
        self.meta = meta
        columns = []
        self.rowCount = rowCount
        index = [:]
    }

    /// - Throws: `.mismatch` where two columns have one name.
    init(meta: Dict, columns: [Column], rowCount: Int) throws(HaystackError) {
        self.meta = meta
        self.columns = columns
        self.rowCount = rowCount
        index = [String: Int](minimumCapacity: columns.count)
        for (position, column) in columns.enumerated() {
            guard index.updateValue(position, forKey: column.name) == nil else {
                throw HaystackError(.mismatch, "found two columns named '\(column.name)', expected each name once")
            }
        }
    }

    func position(of name: String) -> Int? { index[name] }

    mutating func addColumn(_ name: String, meta: Dict = [:]) {
        if let position = index[name] {
            columns[position].meta.merge(meta)
        } else {
            put(Column(name, meta: meta, storage: .flags([Flag](repeating: .null, count: rowCount))))
        }
    }

    /// Adds a column of as many cells as there are rows, or replaces the one of that name.
    mutating func put(_ column: Column) {
        if columns.isEmpty { rowCount = column.count }
        if let position = index[column.name] {
            columns[position] = column
        } else {
            index[column.name] = columns.count
            columns.append(column)
        }
    }

    /// Adds a row of as many cells as there are columns.
    mutating func addRow(_ cells: some Sequence<Value>) {
        for (position, cell) in cells.enumerated() { columns[position].storage.append(cell) }
        rowCount += 1
    }

    mutating func addRow(_ row: Dict) {
        for (name, _) in row where index[name] == nil { addColumn(name) }
        for position in columns.indices { columns[position].storage.append(row[columns[position].name]) }
        rowCount += 1
    }
}
