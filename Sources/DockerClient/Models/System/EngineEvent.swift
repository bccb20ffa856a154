#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

/// Something that happened in the engine.
public struct EngineEvent: Sendable, Decodable {
    /// What it happened to: `container`, `image`, `network`, `volume`, `daemon`.
    public let kind: String
    /// What happened: `create`, `start`, `die`, `destroy`, `pull`, …
    public let action: String
    /// The identity of what it happened to.
    public let id: String
    /// More: labels, `exitCode`, `name`, `image`.
    public let attributes: [String: String]
    /// When.
    public let time: Date

    /// Reads the engine's JSON.
    public init(from decoder: any Decoder) throws {
        let fields = try Fields(decoder)
        kind = try fields.string("Type")
        action = try fields.string("Action")
        let actor = try fields.nested("Actor")
        id = try actor?.string("ID") ?? ""
        attributes = try actor?.map("Attributes") ?? [:]
        let nanoseconds = try fields.int("timeNano")
        time = nanoseconds > 0 ? Date(timeIntervalSince1970: Double(nanoseconds) / 1e9) : try fields.seconds("time")
    }
}
