#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A network of the engine.
public struct Network: Sendable, Decodable, Identifiable {
    /// The identity.
    public let id: String
    /// The name.
    public let name: String
    /// The driver, such as `bridge`.
    public let driver: String
    /// `local` or `swarm`.
    public let scope: String
    /// Whether it has no way out.
    public let isInternal: Bool
    /// When it was made.
    public let created: Date?
    /// The labels.
    public let labels: [String: String]
    /// Its ranges of addresses, such as `172.18.0.0/16`.
    public let subnets: [String]
    /// The containers in it, by identity; an inspection tells them, a list does not.
    public let containers: [String: Member]

    /// A container in a network.
    public struct Member: Sendable, Decodable, Hashable {
        /// The container's name.
        public let name: String
        /// Its address of version 4 with the network's width, such as `172.18.0.2/16`.
        public let address: String

        /// Reads the engine's JSON.
        public init(from decoder: any Decoder) throws {
            let fields = try Fields(decoder)
            name = try fields.string("Name")
            address = try fields.string("IPv4Address")
        }
    }

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        id = try fields.required("Id")
        name = try fields.string("Name")
        driver = try fields.string("Driver")
        scope = try fields.string("Scope")
        isInternal = try fields.bool("Internal")
        created = try fields.time("Created")
        labels = try fields.map("Labels")
        let ranges: [[String: String]] = (try? fields.nested("IPAM")?.list("Config")) ?? []
        subnets = ranges.compactMap { $0["Subnet"] }
        containers = try fields.map("Containers")
    }
}

/// What a network is made with.
public struct NetworkSpec: Sendable, Encodable {
    /// The name.
    public var name: String
    /// The driver; `bridge` where there is none.
    public var driver: String?
    /// Whether it has no way out.
    public var isInternal = false
    /// The labels.
    public var labels: [String: String] = [:]
    /// Its range of addresses; the engine chooses one where there is none.
    public var subnet: String?
    /// Whether it has addresses of version 6.
    public var hasIPv6 = false
    /// Options of the driver.
    public var options: [String: String] = [:]

    /// Makes a specification.
    public init(_ name: String) { self.name = name }

    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.set("Name", name)
        // Engines before API 1.44 would make a second network of the same name.
        try fields.set("CheckDuplicate", true)
        try fields.set("Driver", driver)
        try fields.set("Internal", on: isInternal)
        try fields.set("Labels", map: labels)
        try fields.set("EnableIPv6", on: hasIPv6)
        try fields.set("Options", map: options)
        if let subnet { try fields.set("IPAM", ["Config": [["Subnet": subnet]]]) }
    }
}
