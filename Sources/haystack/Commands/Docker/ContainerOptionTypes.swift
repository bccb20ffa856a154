import ArgumentParser
import DockerClient
import Foundation

/// A published port: `[[address:]host:]container[/kind]`, each port a number or a range such as `8000-8003`.
struct PortOption: ExpressibleByArgument {
    let bindings: [PortBinding]

    init?(argument: String) {
        let (text, kindText) = argument.splitOnce("/")
        let kind = kindText.isEmpty ? "tcp" : kindText
        guard ["tcp", "udp", "sctp"].contains(kind), let (address, rest) = PortOption.address(text) else { return nil }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let last = parts.last, let inside = PortOption.range(last) else { return nil }
        guard parts.count == 2, !parts[0].isEmpty else {
            bindings = inside.map { PortBinding(container: $0, address: address, kind: kind) }
            return
        }
        guard let outside = PortOption.range(parts[0]), outside.count == inside.count else { return nil }
        bindings = zip(inside, outside).map { PortBinding(container: $0, host: $1, address: address, kind: kind) }
    }

    /// The host's address, in brackets where it has colons, and what follows it.
    private static func address(_ text: String) -> (String?, Substring)? {
        if text.hasPrefix("[") {
            guard let end = text.firstRange(of: "]:") else { return nil }
            return (String(text[text.index(after: text.startIndex)..<end.lowerBound]), text[end.upperBound...])
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].contains(":") else { return (nil, text[...]) }
        return (String(parts[0]), parts[1])
    }

    private static func range(_ text: Substring) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard (1...2).contains(ends.count), let first = ends.first, let last = ends.last, first >= 1, first <= last, last <= 65535 else { return nil }
        return first...last
    }
}

/// A size in bytes: a number with `b`, `k`, `m`, `g` or `t`, in powers of 1024.
struct SizeOption: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        var text = argument.lowercased()
        if text == "-1" {
            bytes = -1
            return
        }
        if text.hasSuffix("b"), text.count > 1 { text.removeLast() }
        let shift = ["k": 10, "m": 20, "g": 30, "t": 40][text.suffix(1)]
        guard let number = Double(shift == nil ? text[...] : text.dropLast()), number >= 0 else { return nil }
        let size = number * Double(1 << (shift ?? 0))
        guard size < 0x1p62 else { return nil }
        bytes = Int(size)
    }
}

/// When a container is restarted.
struct RestartOption: ExpressibleByArgument {
    let policy: RestartPolicy

    init?(argument: String) {
        switch argument.splitOnce(":") {
        case ("no", ""): policy = .never
        case ("always", ""): policy = .always
        case ("unless-stopped", ""): policy = .unlessStopped
        case ("on-failure", ""): policy = .onFailure(times: nil)
        case ("on-failure", let times):
            guard let times = Int(times), times >= 0 else { return nil }
            policy = .onFailure(times: times)
        default: return nil
        }
    }
}

/// A mount in the short form, `source:target[:options]`, or `target` alone for a new volume.
struct VolumeText {
    /// The same with a folder's path made absolute, as the engine wants it.
    let bind: String

    init(_ text: String) throws {
        let (source, rest) = text.splitOnce(":")
        guard !source.isEmpty, !text.hasSuffix(":") else { throw ValidationError("found the mount \"\(text)\", expected source:target") }
        if rest.isEmpty {
            bind = text
        } else if source.hasPrefix("~/") {
            bind = NSHomeDirectory() + source.dropFirst() + ":" + rest
        } else if source.hasPrefix(".") || source.contains("/") && !source.hasPrefix("/") {
            bind = URL(fileURLWithPath: source).standardizedFileURL.path + ":" + rest
        } else {
            bind = text
        }
    }
}
