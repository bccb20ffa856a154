import DockerClient
import Foundation
import Testing

@testable import PySession

/// What container a session gets, decided without an engine.
@Suite struct ContainerPlanTests {
    private static let digest = EmbeddedPython.digest
    private static let plain = SessionImage(name: "plain", id: "1", entrypoint: [], pythonPath: nil)
    private static let upstream = SessionImage(name: "upstream", id: "2", entrypoint: ["/usr/local/bin/python"])
    private static let own = SessionImage(name: "own", id: "3", entrypoint: ["python3"], pythonPath: "/opt/own", packageDigest: digest)
    private static let older = SessionImage(name: "older", id: "4", entrypoint: ["python3"], pythonPath: "/opt/own", packageDigest: "older")

    private func session() -> ContainerPlan.Session {
        ContainerPlan.Session(
            id: "s1", key: "secret", owner: ContainerOwner(process: 7), timeout: .milliseconds(2500), socketFolder: "/tmp/f/m", packageFolder: "/cache/hxpy")
    }

    @Test(
        arguments: [
            (plain, .automatic, false, false, .embedded(isInImage: false)),
            (upstream, .automatic, false, false, .image),
            (upstream, .automatic, false, true, .embedded(isInImage: false)),
            (upstream, .automatic, true, false, .embedded(isInImage: false)),
            (upstream, .embedded, false, false, .embedded(isInImage: false)),
            (own, .automatic, false, false, .embedded(isInImage: true)),
            (own, .image, false, false, .image),
            (older, .automatic, false, false, .embedded(isInImage: false)),
            (plain, .image, false, false, .image),
        ] as [(SessionImage, DockerOptions.Server, Bool, Bool, ContainerPlan.ServerKind)])
    func `whose server runs follows from the image and the options`(
        image: SessionImage, option: DockerOptions.Server, isStrict: Bool, lacksServer: Bool, expected: ContainerPlan.ServerKind
    ) throws {
        var options = DockerOptions(sandbox: isStrict ? .strict : .standard)
        options.server = option
        let plan = try ContainerPlan(options, image: image, lacksServer: lacksServer)
        #expect(plan.server == expected)
        #expect(plan.putsPackage == (expected == .embedded(isInImage: false) && !isStrict))
        #expect(plan.mountsPackage == (expected == .embedded(isInImage: false) && isStrict))
    }

    @Test func `upstream's server gets upstream's flags and no more`() throws {
        var options = DockerOptions()
        options.port = 9000
        options.logLevel = .debug
        let spec = try ContainerPlan(options, image: Self.upstream).spec(session())
        #expect(spec.entrypoint == ["/usr/local/bin/python"])
        #expect(spec.command == ["-m", "hxpy", "--key", "secret", "--port", "9000", "--level", "DEBUG"])
        #expect(!spec.hasInput)
    }

    @Test func `the SDK's server gets the key by its input and dies with it`() throws {
        let spec = try ContainerPlan(DockerOptions(), image: Self.plain).spec(session())
        #expect(spec.entrypoint == ["python3"])
        #expect(spec.command == ["-m", "hxpy", "--key", "-", "--parent-pipe", "--level", "WARN", "--timeout", "2", "--port", "8888"])
        #expect(spec.hasInput)
        #expect(spec.host.autoRemove && spec.host.hasInit == true)
        #expect(spec.labels["haystack-sdk.session"] == "s1" && spec.labels["haystack-sdk.owner.pid"] == "7")
        #expect(spec.ports.map(\.address) == ["127.0.0.1"] && spec.ports.map(\.host) == [nil])
    }

    @Test(
        arguments: [
            (plain, nil, "/opt/haystack-sdk/hxpy-\(digest)"), (plain, "/a:/b", "/opt/haystack-sdk/hxpy-\(digest):/a:/b"),
            (own, nil, "/opt/own"), (own, "/a", "/a:/opt/own"), (older, "/a", "/opt/haystack-sdk/hxpy-\(digest):/a:/opt/own"),
        ] as [(SessionImage, String?, String)])
    func `Python finds the SDK's package first, then the caller's, then the image's`(image: SessionImage, variable: String?, expected: String) throws {
        var options = DockerOptions()
        if let variable { options.environment["PYTHONPATH"] = variable }
        #expect(try ContainerPlan(options, image: image).spec(session()).environment["PYTHONPATH"] == expected)
    }

    @Test(arguments: [(0.2, "1"), (1, "1"), (1.5, "2"), (4, "4")])
    func `libraries start as many threads as there are processors to run them`(cpus: Double, threads: String) throws {
        var options = DockerOptions()
        options.cpus = cpus
        #expect(try ContainerPlan(options, image: Self.plain).spec(session()).environment["OMP_NUM_THREADS"] == threads)
    }

    @Test func `a network is joined and no port published`() throws {
        let spec = try ContainerPlan(DockerOptions(network: "work"), image: Self.plain).spec(session())
        #expect(spec.ports.isEmpty)
        #expect(spec.host.networkMode == "work" && Array(spec.networks.keys) == ["work"])
    }

    @Test func `the strict sandbox takes everything away and mounts two folders`() throws {
        let host = try ContainerPlan(DockerOptions(sandbox: .strict), image: Self.plain).spec(session()).host
        #expect(host.networkMode == "none" && host.isReadOnly && host.droppedCapabilities == ["ALL"])
        #expect(host.mounts.map(\.target) == ["/run/hxpy", "/opt/haystack-sdk/hxpy-\(Self.digest)"])
        #expect(host.mounts.map(\.isReadOnly) == [false, true])
        #expect(host.memory == 1 << 30 && host.memoryAndSwap == 1 << 30 && host.pidsLimit == 256 && host.cpus == 1)
        #expect(host.tmpfs["/tmp"]?.contains("size=67108864") == true)
    }

    @Test(arguments: ["none", "host", "default", "container:abc"])
    func `a network without addresses is refused`(network: String) {
        #expect(throws: PySessionError(.invalidOptions, "")) { try ContainerPlan(DockerOptions(network: network), image: Self.plain) }
    }

    private static let root = ContainerUser(user: 0, group: 0)
    private static let ann = ContainerUser(user: 1000, group: 1000)
    private static let bob = ContainerUser(user: 1001, group: 1002)

    @Test(
        arguments: [
            // The caller, the folder's owner, whether strict: the user, nil for the image's own.
            (ann, nil, false, nil), (root, nil, false, nil), (ann, nil, true, "1000:1000"), (root, nil, true, "65534:65534"),
            (ann, bob, false, "1000:1000"), (ann, root, false, "1000:1000"), (root, bob, false, "1001:1002"), (root, root, false, "0:0"),
            (ann, root, true, "1000:1000"), (root, bob, true, "1001:1002"),
        ] as [(ContainerUser, ContainerUser?, Bool, String?)])
    func `files belong to the caller, and a strict sandbox is never root`(caller: ContainerUser, folder: ContainerUser?, isStrict: Bool, expected: String?)
        throws
    {
        #expect(try ContainerUser.choose(caller: caller, folder: folder, isStrict: isStrict)?.description == expected)
    }

    @Test func `a strict sandbox that would have to be root is refused`() {
        #expect(throws: PySessionError(.invalidOptions, "")) { try ContainerUser.choose(caller: Self.root, folder: Self.root, isStrict: true) }
    }

    @Test(arguments: [("root", true), ("root:1000", true), ("0", true), ("0:0", true), ("00:5", true), ("1000", false), ("nobody", false), ("rooter", false)])
    func `root is known by any of its names`(name: String, isRoot: Bool) {
        #expect(ContainerUser.isRoot(name) == isRoot)
    }

    @Test func `the images are looked for in upstream's order, ours first`() {
        #expect(
            SessionImage.candidates == [
                "haystack-hxpy:latest", "ghcr.io/haxall/hxpy:4.0.6", "ghcr.io/haxall/hxpy:latest", "ghcr.io/haxall/hxpy:main",
            ])
    }

    @Test(arguments: [(nil, ["haystack py image build", "docker pull ghcr.io/haxall/hxpy:latest"]), ("team/py:1", ["docker pull team/py:1"])])
    func `where there is no image, all that were tried are named, and ways to get one`(option: String?, ways: [String]) {
        let names = option.map { [$0] } ?? SessionImage.candidates
        let message = SessionImage.missing(names, isChosen: option != nil, engine: .unix(path: "/run/docker.sock"))
        for words in names + ways + ["unix:///run/docker.sock"] { #expect(message.contains(words), "\(words): \(message)") }
    }

    @Test(arguments: ["Step 1/2 : FROM x\n ---> abc\nStep 2/2 : RUN y\n"])
    func `a builder's progress is read however its words are cut`(text: String) {
        let expected = [(1, "Step 1/2 : FROM x"), (1, " ---> abc"), (2, "Step 2/2 : RUN y")]
        for first in text.indices {
            for second in text[first...].indices {
                var reader = BuildProgressReader()
                let states = [text[..<first], text[first..<second], text[second...]].flatMap { reader.take(String($0)) }
                #expect(states.map(\.step) == expected.map(\.0) && states.map(\.text) == expected.map(\.1) && states.allSatisfy { $0.steps == 2 })
            }
        }
    }

    @Test(
        arguments: [
            ([("start", nil), ("die", "3")], 3, false), ([("oom", nil), ("die", "137")], 137, true), ([("die", "137"), ("oom", nil)], 137, true),
            ([("kill", nil), ("die", "137")], 137, false), ([("start", nil)], nil, false), ([("die", nil)], -1, false),
        ] as [([(String, String?)], Int?, Bool)])
    func `the end is read of the engine's events`(events: [(String, String?)], code: Int?, isOutOfMemory: Bool) {
        var end = ContainerEnd()
        for (action, code) in events { end.take(action, exitCode: code) }
        #expect(end == ContainerEnd(exitCode: code, isOutOfMemory: isOutOfMemory))
    }
}
