#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
#if canImport(Darwin)
import Darwin
#endif

/// The program that a container was made for, told from all others: also from one that has its process number later, after a restart of
/// the machine, or in another container.
struct ContainerOwner: Sendable, Hashable {
    /// The machine's identity; empty where it has none, as in many containers.
    var machine = ""
    /// The kernel's identity of this boot. Containers share it with their host.
    var boot = ""
    /// The namespace in which the process number counts.
    var namespace = ""
    /// The process number.
    var process: Int32
    /// When the process started, in the kernel's ticks since the boot; empty where the system does not tell.
    var start = ""
    /// The container that the program runs in, where its engine is the one that is spoken to.
    var container: OwnContainer?

    /// A container that a program runs in.
    struct OwnContainer: Sendable, Hashable {
        var id: String
        /// When it was started, in seconds since 1970: a container that was started again has lost its programs.
        var started: Int
    }

    /// This program.
    static let current: ContainerOwner = {
        let process = ProcessInfo.processInfo.processIdentifier
        return ContainerOwner(
            machine: SystemText.firstLine(of: "/etc/machine-id") ?? systemText("kern.uuid") ?? "",
            boot: SystemText.firstLine(of: "/proc/sys/kernel/random/boot_id") ?? systemText("kern.bootsessionuuid") ?? "",
            namespace: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "",
            process: process,
            start: startTime(of: process) ?? ""
        )
    }()

    /// When a process started, in ticks since the boot; nil where there is no such process, or no `/proc`.
    static func startTime(of process: Int32) -> String? {
        // `pid (name) state …`: the name may hold anything, and the start is the 22nd field.
        guard let line = SystemText.firstLine(of: "/proc/\(process)/stat"), let name = line.lastIndex(of: ")") else { return nil }
        let fields = line[name...].split(separator: " ")
        return fields.count > 20 ? String(fields[20]) : nil
    }

    /// The identity of the container that this program runs in, as the mounts of Docker and podman show it.
    static var currentContainerID: String? {
        SystemText.all(of: "/proc/self/mountinfo").flatMap { containerID(mounts: $0) }
    }

    /// The identity in the path of a container's own `/etc/hostname`: `…/containers/<64 digits>/hostname` or podman's
    /// `…/overlay-containers/<64 digits>/userdata/hostname`.
    static func containerID(mounts: String) -> String? {
        for line in mounts.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count > 4, fields[4] == "/etc/hostname" else { continue }
            let folders: [Substring] = fields[3].split(separator: "/")
            return folders.first { $0.count == 64 && $0.allSatisfy(\.isHexDigit) }.map { String($0) }
        }
        return nil
    }

    /// What macOS tells of itself by a name.
    private static func systemText(_ name: String) -> String? {
        #if canImport(Darwin)
        var bytes = [UInt8](repeating: 0, count: 128)
        var size = bytes.count
        // Sound: the call writes at most `size` bytes, which the array has.
        guard unsafe sysctlbyname(name, &bytes, &size, nil, 0) == 0 else { return nil }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        #else
        return nil
        #endif
    }
}

// MARK: - Labels

extension ContainerOwner {
    private static let prefix = "haystack-sdk.owner."

    /// The labels that name the owner.
    var labels: [String: String] {
        var labels = ["machine": machine, "boot": boot, "pid-namespace": namespace, "pid": "\(process)", "start": start]
        if let container {
            labels["container"] = container.id
            labels["container-started"] = "\(container.started)"
        }
        return Dictionary(uniqueKeysWithValues: labels.map { (ContainerOwner.prefix + $0, $1) })
    }

    /// Reads the owner from a container's labels; nil where they name none.
    init?(labels: [String: String]) {
        func label(_ name: String) -> String? { labels[ContainerOwner.prefix + name] }
        guard let process = label("pid").flatMap({ Int32($0) }) else { return nil }
        self.process = process
        machine = label("machine") ?? ""
        boot = label("boot") ?? ""
        namespace = label("pid-namespace") ?? ""
        start = label("start") ?? ""
        if let id = label("container"), let started = label("container-started").flatMap({ Int($0) }) {
            container = OwnContainer(id: id, started: started)
        }
    }
}
