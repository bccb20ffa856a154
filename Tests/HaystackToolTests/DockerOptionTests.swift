import DockerClient
import Foundation
import Testing

@testable import haystack

@Suite struct DockerOptionTests {
    @Test(arguments: [
        ("80", [PortBinding(container: 80)]),
        ("8080:80", [PortBinding(container: 80, host: 8080)]),
        ("127.0.0.1:8080:80", [PortBinding(container: 80, host: 8080, address: "127.0.0.1")]),
        ("127.0.0.1::80", [PortBinding(container: 80, address: "127.0.0.1")]),
        ("[::1]:8080:80", [PortBinding(container: 80, host: 8080, address: "::1")]),
        ("53:5353/udp", [PortBinding(container: 5353, host: 53, kind: "udp")]),
        ("8000-8001:9000-9001", [PortBinding(container: 9000, host: 8000), PortBinding(container: 9001, host: 8001)]),
    ])
    func `ports are read`(text: String, bindings: [PortBinding]) {
        #expect(PortOption(argument: text)?.bindings == bindings)
    }

    @Test(arguments: ["", "x", "0", "65536", "80:", "a:80", "1:2:3:4", "80/icmp", "8000-8001:9000", "9-8", "[::1:80"])
    func `what is no port is refused`(text: String) {
        #expect(PortOption(argument: text) == nil)
    }

    @Test(arguments: [
        ("512", 512), ("512b", 512), ("1k", 1024), ("256m", 256 << 20), ("256MB", 256 << 20), ("1.5g", 3 << 29), ("2T", 2 << 40), ("-1", -1),
    ])
    func `sizes are read`(text: String, bytes: Int) {
        #expect(SizeOption(argument: text)?.bytes == bytes)
    }

    @Test(arguments: ["", "b", "m", "x", "-5", "1x", "nan", "inf", "1e300"]) func `what is no size is refused`(text: String) {
        #expect(SizeOption(argument: text) == nil)
    }

    @Test(arguments: [("10m", 600), ("1h30m", 5400), ("1.5s", 1.5), ("250ms", 0.25)]) func `lengths of time are read`(text: String, seconds: Double) {
        #expect(TimeOption.duration(text) == seconds)
    }

    @Test(arguments: ["", "m", "10", "10x", "h1", "1..2s"]) func `what is no length of time is refused`(text: String) {
        #expect(TimeOption.duration(text) == nil)
    }

    @Test(arguments: [
        ("0", 0), ("1700000000.5", 1_700_000_000.5), ("2026-03-13T08:00:00Z", 1_773_388_800), ("2026-03-13T08:00:00-04:00", 1_773_403_200),
        ("2026-03-13T08:00:00.500000000Z", 1_773_388_800.5),
    ])
    func `moments are read`(text: String, seconds: Double) {
        #expect(TimeOption(argument: text)?.date == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: [
        ("no", RestartPolicy.never), ("always", .always), ("unless-stopped", .unlessStopped), ("on-failure", .onFailure(times: nil)),
        ("on-failure:3", .onFailure(times: 3)),
    ])
    func `restart policies are read`(text: String, policy: RestartPolicy) {
        #expect(RestartOption(argument: text)?.policy == policy)
        #expect(RestartOption(argument: text + ":x") == nil)
    }

    @Test func `a folder's mount is made absolute, a volume's is not`() throws {
        let here = FileManager.default.currentDirectoryPath
        #expect(try VolumeText("./a:/b:ro").bind == "\(here)/a:/b:ro")
        #expect(try VolumeText("a/b:/c").bind == "\(here)/a/b:/c")
        #expect(try VolumeText("~/a:/b").bind == NSHomeDirectory() + "/a:/b")
        for text in ["/a:/b", "data:/b", "/only"] { #expect(try VolumeText(text).bind == text) }
        for text in [":/b", "a:"] { #expect(throws: (any Error).self) { try VolumeText(text) } }
    }

    @Test func `variables are given, taken over or left out`() throws {
        let home = ProcessInfo.processInfo.environment["HOME"] ?? ""
        #expect(try ProcessOptions.variables(["A=1", "B=x=y", "C=", "HOME", "NO_SUCH_VARIABLE"]) == ["A": "1", "B": "x=y", "C": "", "HOME": home])
        #expect(throws: (any Error).self) { try ProcessOptions.variables(["=1"]) }
    }
}
