#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// What a container uses at a moment.
public struct ContainerStats: Sendable, Decodable {
    /// The moment; nil of a container that does not run.
    public let read: Date?
    /// How many processes and threads there are.
    public let processes: Int
    /// The bytes of memory in use, without the cache of files where the engine tells it.
    public let memory: Int
    /// The most bytes of memory.
    public let memoryLimit: Int
    /// Nanoseconds of processor time since its start.
    public let cpuTime: Int
    /// How much of one processor it used since the reading before: 1.0 is one processor. Nil in a first reading.
    public let cpuLoad: Double?
    /// Bytes received and sent, by network card.
    public let networks: [String: Traffic]

    /// Bytes over a network card.
    public struct Traffic: Sendable, Decodable, Hashable {
        /// The bytes received.
        public let received: Int
        /// The bytes sent.
        public let sent: Int

        /// Reads the engine's JSON.
        public init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            received = try fields.int("rx_bytes")
            sent = try fields.int("tx_bytes")
        }
    }

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        read = try fields.time("read")
        processes = try fields.nested("pids_stats")?.int("current") ?? 0
        let memoryFields = try fields.nested("memory_stats")
        let cache: [String: Double] = (try? memoryFields?.map("stats")) ?? [:]
        let used = try memoryFields?.int("usage") ?? 0
        let inactive = Int(exactly: (cache["total_inactive_file"] ?? cache["inactive_file"] ?? 0).rounded()) ?? 0
        // Numbers of a wild engine may not fit.
        let (active, isTooLarge) = used.subtractingReportingOverflow(inactive)
        memory = isTooLarge ? used : max(0, active)
        memoryLimit = try memoryFields?.int("limit") ?? 0
        networks = try fields.map("networks")
        let now = try Processor(fields.nested("cpu_stats"))
        let before = try Processor(fields.nested("precpu_stats"))
        cpuTime = now.used
        cpuLoad = now.load(since: before)
    }

    private struct Processor {
        var used = 0
        var system = 0
        var count = 1

        init(_ fields: Fields?) throws {
            guard let fields else { return }
            let usage = try fields.nested("cpu_usage")
            used = try usage?.int("total_usage") ?? 0
            system = try fields.int("system_cpu_usage")
            let each: [Double] = try usage?.list("percpu_usage") ?? []
            count = max(1, try fields.int("online_cpus"), each.count)
        }

        func load(since before: Processor) -> Double? {
            guard before.system > 0, system > before.system else { return nil }
            return (Double(used) - Double(before.used)) / (Double(system) - Double(before.system)) * Double(count)
        }
    }
}
