import Testing

@testable import haystack

@Suite struct ListTemplateTests {
    private static let columns = [
        ListColumn(name: "ID", title: "IMAGE ID"), ListColumn(name: "Names", title: "NAMES"), ListColumn(name: "State", title: "STATE", isShown: false),
    ]
    private static let items = [
        ListItem(id: "1", fields: ["ID": "1", "Names": "long-name", "State": "up"], labels: ["a": "b"]),
        ListItem(id: "22", fields: ["ID": "22", "Names": "x\"y", "State": "down"], labels: [:]),
    ]

    @Test(arguments: [
        ("{{.ID}}", ["1", "22"]), ("{{ .Names }} is {{.State}}!", ["long-name is up!", "x\"y is down!"]), ("{{json .Names}}", ["\"long-name\"", "\"x\\\"y\""]),
        (#"{{.Label "a"}}|"#, ["b|", "|"]), (#"{{.ID}}\t{{.State}}"#, ["1\tup", "22\tdown"]), ("plain", ["plain", "plain"]),
        ("json", [#"{"ID":"1","Names":"long-name","State":"up"}"#, #"{"ID":"22","Names":"x\"y","State":"down"}"#]),
        ("table", ["IMAGE ID   NAMES", "1          long-name", "22         x\"y"]),
        (#"table {{.Names}}\t{{.State}}"#, ["NAMES       STATE", "long-name   up", "x\"y         down"]),
    ])
    func `templates are filled`(template: String, lines: [String]) throws {
        #expect(try ListTemplate(template, fields: Self.columns).lines(of: Self.items) == lines)
    }

    @Test(arguments: ["{{", "{{.Nope}}", "{{range .}}{{end}}", "{{ID}}", "{{json}}", "{{json .Nope}}", "{{}}", "{{.ID | upper}}"])
    func `what is not understood is refused`(template: String) {
        #expect(throws: (any Error).self) { try ListTemplate(template, fields: Self.columns) }
    }
}
