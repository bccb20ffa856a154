#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// A volume of the engine.
public struct Volume: Sendable, Decodable, Identifiable {
    /// The name, which is its identity.
    public let name: String
    /// The driver, such as `local`.
    public let driver: String
    /// Where it lies on the engine's host.
    public let mountpoint: String
    /// When it was made.
    public let created: Date?
    /// The labels.
    public let labels: [String: String]
    /// The name.
    public var id: String { name }

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        name = try fields.required("Name")
        driver = try fields.string("Driver")
        mountpoint = try fields.string("Mountpoint")
        created = try fields.time("CreatedAt")
        labels = try fields.map("Labels")
    }
}

/// What a volume is made with.
public struct VolumeSpec: Sendable, Encodable {
    /// The name; the engine makes one up where there is none.
    public var name: String?
    /// The driver; `local` where there is none.
    public var driver: String?
    /// The labels.
    public var labels: [String: String] = [:]
    /// Options of the driver.
    public var options: [String: String] = [:]

    /// Makes a specification.
    public init(_ name: String? = nil) { self.name = name }

    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try fields.set("Name", name)
        try fields.set("Driver", driver)
        try fields.set("Labels", map: labels)
        try fields.set("DriverOpts", map: options)
    }
}
