import Testing

@testable import DockerClient

@Suite struct IgnoreRulesTests {
    @Test(arguments: [
        ("*.log", "a.log", true), ("*.log", "sub/a.log", false), ("**/*.log", "sub/deep/a.log", true), ("**/*.log", "a.log", true),
        ("/build", "build", true), ("build/", "build/x/y", true), ("build", "rebuild", false), ("build", "builds", false),
        ("a/**/z", "a/z", true), ("a/**/z", "a/b/c/z", true), ("a/**/z", "a/bz", false), ("a/**", "a/b/c", true), ("a/**", "a", false),
        ("**", "anything/at/all", true), ("?.txt", "a.txt", true), ("?.txt", "ab.txt", false), ("[a-c].txt", "b.txt", true),
        ("[^a-c].txt", "b.txt", false), ("[^a-c].txt", "d.txt", true), ("a\\*b", "a*b", true), ("a\\*b", "axb", false),
        ("# comment\nx", "x", true), ("./x/../y", "y", true), ("*\n!keep", "keep", false), ("*\n!keep", "other", true),
        ("dir\n!dir/keep", "dir/keep", false), ("dir\n!dir/keep", "dir/drop", true), ("!x\nx", "x", true), ("\r\nx\r\n", "x", true),
        ("**/node_modules", "a/node_modules/b", true), ("*/temp*", "sub/temporary.txt", true), ("*/*/temp*", "a/b/temp", true),
        ("*/temp*", "temp", false), ("**.txt", "a/b.txt", true), ("", "x", false),
    ])
    func `rules match as the docker CLI's`(rules: String, path: String, isIgnored: Bool) throws {
        #expect(try IgnoreRules(rules).ignores(path) == isIgnored)
    }

    @Test func `an open class is refused`() {
        #expect(throws: DockerError(.configuration, "")) { try IgnoreRules("[a-") }
    }

    @Test(.timeLimit(.minutes(1))) func `many stars take little time`() throws {
        let rules = try IgnoreRules(String(repeating: "*a", count: 50) + "b")
        #expect(!rules.ignores(String(repeating: "a", count: 5000)))
    }
}
