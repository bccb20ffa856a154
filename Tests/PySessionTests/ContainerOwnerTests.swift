import Foundation
import Testing

@testable import PySession

/// Telling a dead owner from one that lives.
@Suite struct ContainerOwnerTests {
    private static let here = ContainerOwner(machine: "m", boot: "b", namespace: "n", process: 100, start: "5000")

    private static func owner(_ change: (inout ContainerOwner) -> Void) -> ContainerOwner {
        var owner = here
        owner.process = 200
        owner.start = "6000"
        change(&owner)
        return owner
    }

    private static let inContainer = ContainerOwner.OwnContainer(id: "c", started: 77)

    @Test(
        arguments: [
            ("this program's open session", here, "open", .alive),
            ("a session that this program has let go of", here, "closed", .dead),
            ("another process", owner { _ in }, "x", .alive),
            ("a process that is gone", owner { $0.process = 201 }, "x", .dead),
            ("another process of the same number", owner { $0.start = "5999" }, "x", .dead),
            ("before the machine was started anew", owner { $0.boot = "former" }, "x", .dead),
            ("another machine", owner { ($0.machine, $0.boot) = ("other", "other") }, "x", .unknown),
            ("another machine of the same process number", owner { ($0.machine, $0.boot, $0.process) = ("other", "other", 100) }, "x", .unknown),
            ("another container of this machine", owner { $0.namespace = "other" }, "x", .unknown),
            ("a container that runs on", owner { ($0.namespace, $0.container) = ("other", inContainer) }, "x", .unknown),
            ("a container that was started again", owner { ($0.namespace, $0.container) = ("other", .init(id: "c", started: 76)) }, "x", .dead),
            ("a container that is gone", owner { ($0.namespace, $0.container) = ("other", .init(id: "d", started: 77)) }, "x", .dead),
            ("no identity of machine and boot", owner { ($0.machine, $0.boot) = ("", "") }, "x", .unknown),
            ("a container without machine, before the boot", owner { ($0.machine, $0.boot) = ("", "former") }, "x", .unknown),
        ] as [(String, ContainerOwner, String, OwnerLiveness)])
    func `nothing is called dead that may be alive`(name: String, owner: ContainerOwner, session: String, expected: OwnerLiveness) async throws {
        let watch = OwnerWatch(
            here: Self.here,
            startTime: { [100: "5000", 200: "6000"][$0] },
            containerStart: { $0 == "c" ? 77 : nil },
            isOpen: { $0 == "open" }
        )
        #expect(try await watch.liveness(of: owner, session: session) == expected, "\(name)")
    }

    @Test(arguments: [here, owner { $0.container = inContainer }, owner { ($0.machine, $0.boot, $0.namespace, $0.start) = ("", "", "", "") }])
    func `labels name an owner and are read back`(owner: ContainerOwner) {
        #expect(ContainerOwner(labels: owner.labels) == owner)
    }

    @Test func `labels without an owner name none`() {
        #expect(ContainerOwner(labels: [:]) == nil)
        #expect(ContainerOwner(labels: ["haystack-sdk.owner.pid": "many"]) == nil)
    }

    @Test(
        arguments: [
            (
                "1 2 8:1 /var/lib/docker/containers/\(String(repeating: "ab", count: 32))/hostname /etc/hostname rw - ext4 /dev/sda1 rw",
                String(repeating: "ab", count: 32)
            ),
            (
                "1 2 0:5 /containers/overlay-containers/\(String(repeating: "0f", count: 32))/userdata/hostname /etc/hostname rw - tmpfs t rw",
                String(repeating: "0f", count: 32)
            ),
            ("1 2 8:1 / / rw - ext4 /dev/sda1 rw\n3 1 0:5 /x /etc/hosts rw - tmpfs t rw", nil),
            ("1 2 8:1 /etc/hostname /etc/hostname rw - ext4 /dev/sda1 rw", nil), ("", nil), ("nonsense", nil),
        ] as [(String, String?)])
    func `the container that a program runs in is known by its mounts`(mounts: String, expected: String?) {
        #expect(ContainerOwner.containerID(mounts: mounts) == expected)
    }

    #if os(Linux)
    @Test func `a process is told from its successor by its start`() throws {
        let own = ContainerOwner.current
        #expect(!own.boot.isEmpty && own.namespace.hasPrefix("pid:[") && Int(own.start) != nil)
        #expect(ContainerOwner.startTime(of: own.process) == own.start)
        #expect(ContainerOwner.startTime(of: 1) != own.start)
        #expect(ContainerOwner.startTime(of: -5) == nil)
    }
    #endif
}
