import DockerClient
import HaystackCore

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension Container {
    static let listColumns = [
        ListColumn(name: "ID", title: "CONTAINER ID"), ListColumn(name: "Image", title: "IMAGE"), ListColumn(name: "Command", title: "COMMAND"),
        ListColumn(name: "RunningFor", title: "CREATED"), ListColumn(name: "Status", title: "STATUS"), ListColumn(name: "Ports", title: "PORTS"),
        ListColumn(name: "Names", title: "NAMES"), ListColumn(name: "CreatedAt", title: "CREATED AT", isShown: false),
        ListColumn(name: "State", title: "STATE", isShown: false), ListColumn(name: "Labels", title: "LABELS", isShown: false),
        ListColumn(name: "Networks", title: "NETWORKS", isShown: false),
    ]

    /// `127.0.0.1:8080->80/tcp, 9000/tcp`.
    fileprivate var portsText: String {
        ports.map { port in
            guard let host = port.host else { return "\(port.container)/\(port.kind)" }
            let address = port.address ?? ""
            return "\(address.contains(":") ? "[\(address)]" : address):\(host)->\(port.container)/\(port.kind)"
        }
        .sorted().joined(separator: ", ")
    }
}

extension ListItem {
    /// - Parameter isWhole: whether identity and command are not cut short.
    init(_ container: Container, isWhole: Bool) {
        id = isWhole ? container.id : container.id.shortID
        labels = container.labels
        let command = isWhole || container.command.count <= 20 ? container.command : container.command.prefix(19) + "…"
        fields = [
            "ID": id, "Image": container.image, "Command": "\"\(command)\"", "RunningFor": container.created.ageText,
            "CreatedAt": container.created.shownText, "Status": container.status, "State": container.state.rawValue,
            "Ports": container.portsText, "Names": container.names.joined(separator: ","), "Labels": labels.listText,
            "Networks": container.networks.joined(separator: ","),
        ]
    }
}

extension Grid {
    /// Containers, in the columns of Haxall's docker library.
    init(_ containers: [Container]) {
        var builder = GridBuilder()
        for name in ["id", "dockerState", "dockerStatus", "names", "image", "command", "created"] { builder.addColumn(name) }
        for container in containers {
            builder.addRow([
                "id": .ref(container.id), "dockerState": .str(container.state.rawValue), "dockerStatus": .str(container.status),
                "names": .list(container.names.map { .str($0) }), "image": .str(container.image), "command": .str(container.command),
                "created": .dateTime(DateTime(container.created)),
            ])
        }
        self = builder.build()
    }
}

extension DateTime {
    /// An instant in UTC.
    init(_ date: Date) {
        // A grid has no use for the microseconds that a Double would make up, nor a date-time room for years after 2292.
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded() - 946_684_800_000
        self.init(ticks: Int64(min(max(milliseconds, -9e12), 9e12)) * 1_000_000, zone: .utc)
    }
}

extension Date {
    /// `3 days ago`.
    var ageText: String { HumanUnits.age(seconds: Int(min(max(-timeIntervalSinceNow, 0), 1e12))) + " ago" }

    /// The time in UTC, for people.
    var shownText: String {
        let text = DateTime(self).description
        return text.prefix(19).split(separator: "T").joined(separator: " ") + " +0000 UTC"
    }
}

extension String {
    /// The twelve digits that people know containers and images by.
    var shortID: String { String((hasPrefix("sha256:") ? dropFirst(7) : self[...]).prefix(12)) }
}

extension [String: String] {
    /// Labels as lists show them.
    var listText: String { sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",") }
}
