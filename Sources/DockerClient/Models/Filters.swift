internal import NIOCore

/// Conditions of a list or a prune, as `--filter` of the docker CLI takes them. Values of one name are alternatives.
///
/// ```swift
/// try await docker.containers.list(filters: ["label": ["app=web"], "status": ["running"]])
/// ```
public struct Filters: Sendable, ExpressibleByDictionaryLiteral {
    private var conditions: [String: [String]]

    /// Makes filters of a literal.
    public init(dictionaryLiteral elements: (String, [String])...) {
        conditions = Dictionary(elements, uniquingKeysWith: +)
    }

    /// Adds a condition.
    public mutating func add(_ name: String, _ value: String) {
        conditions[name, default: []].append(value)
    }

    /// The JSON of the parameter, or nil where there is no condition.
    func parameter() throws(DockerError) -> String? {
        conditions.isEmpty ? nil : String(buffer: try JSON.encode(conditions))
    }
}
