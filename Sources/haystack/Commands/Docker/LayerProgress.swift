import DockerClient

/// The layers of a pull, as far as they have come. Pure: steps in, lines out.
struct LayerProgress {
    private struct Layer {
        var id: String
        var status = ""
        var current = 0
        var total: Int?

        var isDone: Bool { status.hasSuffix("complete") || status == "Already exists" }
    }

    private static let barWidth = 30
    private var layers: [Layer] = []
    private var places: [String: Int] = [:]

    var isEmpty: Bool { layers.isEmpty }

    /// Takes a step.
    ///
    /// - Returns: the line for whoever cannot see bars, where there is something new to say.
    mutating func take(_ step: ImageProgress) -> String? {
        guard let status = step.status else { return nil }
        guard let id = step.id, step.isOfLayer else { return (step.id.map { "\($0): " } ?? "") + status }
        let place = places[id] ?? layers.count
        if place == layers.count {
            layers.append(Layer(id: id))
            places[id] = place
        }
        let isNew = layers[place].status != status
        layers[place].status = status
        layers[place].current = step.current ?? 0
        layers[place].total = step.total
        return isNew ? "\(id): \(status)" : nil
    }

    /// The layers for a terminal: a line each, and one for those that there is no room for.
    func lines(rows: Int, columns: Int) -> [String] {
        let room = max(1, rows)
        guard layers.count > room else { return layers.map { text($0, columns) } }
        // What is done is looked at least.
        let shown = layers.filter { !$0.isDone }.prefix(room - 1)
        return shown.map { text($0, columns) } + ["\(layers.count - shown.count) more, \(layers.filter(\.isDone).count) of \(layers.count) done"]
    }

    private func text(_ layer: Layer, _ columns: Int) -> String {
        var line = "\(layer.id): \(layer.status)"
        if !layer.isDone, layer.current > 0 {
            line += " " + bar(layer)
        }
        return String(line.prefix(max(1, columns - 1)))
    }

    private func bar(_ layer: Layer) -> String {
        let size = HumanUnits.size(layer.current)
        guard let total = layer.total, total > 0 else { return size }
        let filled = min(LayerProgress.barWidth, layer.current * LayerProgress.barWidth / total)
        let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: LayerProgress.barWidth - filled)
        return "[\(bar)] \(size)/\(HumanUnits.size(total))"
    }
}

extension ImageProgress {
    /// Whether it is about a layer, not about the whole image.
    fileprivate var isOfLayer: Bool {
        guard let status, let id, !id.isEmpty else { return false }
        return !status.hasPrefix("Pulling from") && !status.hasPrefix("Digest") && !status.hasPrefix("Status")
    }
}
