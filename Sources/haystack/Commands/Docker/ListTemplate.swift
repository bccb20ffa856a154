import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The part of Go's templates that `--format` is used for: `{{.Field}}`, `{{json .}}`, `{{json .Field}}` and `{{.Label "name"}}`.
struct ListTemplate {
    private enum Part: Equatable {
        case text(String)
        case field(String)
        case json(String?)
        case label(String)
    }

    private let parts: [Part]
    private let isTable: Bool
    private let fields: [ListColumn]

    private init(parts: [Part], isTable: Bool, fields: [ListColumn]) {
        self.parts = parts
        self.isTable = isTable
        self.fields = fields
    }

    /// The table of some columns.
    init(columns: [ListColumn]) {
        let parts = columns.map { [Part.field($0.name)] }.joined(separator: [.text("\t")])
        self = ListTemplate(parts: Array(parts), isTable: true, fields: columns)
    }

    /// - Throws: an error that names the fields there are.
    init(_ template: String, fields: [ListColumn]) throws {
        if template == "table" {
            self = ListTemplate(columns: fields.filter(\.isShown))
            return
        }
        let isTable = template.hasPrefix("table ")
        let text = ListTemplate.unescaped(template.dropFirst(isTable ? "table ".count : 0))
        self = ListTemplate(parts: template == "json" ? [.json(nil)] : try ListTemplate.parse(text, fields), isTable: isTable, fields: fields)
    }

    /// A line for each item; of a table also the titles.
    func lines(of items: [ListItem]) throws -> [String] {
        let lines = try items.map { item in try parts.map { try text(of: $0, item) }.joined() }
        guard isTable else { return lines }
        return TextTable.lines([parts.map { title(of: $0) }.joined()] + lines)
    }

    private static func unescaped(_ text: Substring) -> String {
        text.split(separator: "\\t", omittingEmptySubsequences: false).joined(separator: "\t")
            .split(separator: "\\n", omittingEmptySubsequences: false).joined(separator: "\n")
    }

    private static func parse(_ template: String, _ fields: [ListColumn]) throws -> [Part] {
        var parts: [Part] = []
        var rest = template[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else {
                throw ValidationError("found {{ without }} in the template \"\(template)\"")
            }
            if open.lowerBound > rest.startIndex { parts.append(.text(String(rest[..<open.lowerBound]))) }
            parts.append(try action(rest[open.upperBound..<close.lowerBound], fields))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        return parts
    }

    private static func action(_ text: Substring, _ fields: [ListColumn]) throws -> Part {
        let words = text.split(separator: " ", maxSplits: 1).map(String.init)
        switch (words.first ?? "", words.count) {
        case ("json", 2) where words[1] == ".": return .json(nil)
        case ("json", 2) where words[1].hasPrefix("."): return .json(try name(words[1], fields))
        case (".Label", 2) where words[1].utf8.count > 2 && words[1].hasPrefix("\"") && words[1].hasSuffix("\""):
            return .label(String(words[1].dropFirst().dropLast()))
        case (let field, 1) where field.hasPrefix("."): return .field(try name(field, fields))
        default: throw ValidationError("found {{\(text)}}, expected {{.Field}}, {{json .}}, {{json .Field}} or {{.Label \"name\"}}")
        }
    }

    private static func name(_ text: String, _ fields: [ListColumn]) throws -> String {
        let name = String(text.dropFirst())
        guard fields.contains(where: { $0.name == name }) else {
            throw ValidationError("found the field .\(name), expected one of \(fields.map { "." + $0.name }.joined(separator: " "))")
        }
        return name
    }

    private func title(of part: Part) -> String {
        switch part {
        case .text(let text): text
        case .field(let name), .json(let name?): fields.first { $0.name == name }?.title ?? name
        case .json(nil): ""
        case .label(let name): name
        }
    }

    private func text(of part: Part, _ item: ListItem) throws -> String {
        switch part {
        case .text(let text): text
        case .field(let name): item.fields[name] ?? ""
        case .json(let name?): try ListTemplate.json(item.fields[name] ?? "")
        case .json(nil): try ListTemplate.json(item.fields)
        case .label(let name): item.labels[name] ?? ""
        }
    }

    private static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
