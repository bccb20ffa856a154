public final class HaystackTimeZone: Sendable, Hashable, Comparable {
    public let name: String
    public let fullName: String
    init(name: String, fullName: String) { self.name = name; self.fullName = fullName }
    public static let utc = HaystackTimeZone(name: "UTC", fullName: "Etc/UTC")
    public static func named(_ name: String) throws(HaystackError) -> HaystackTimeZone { name == "UTC" ? .utc : HaystackTimeZone(name: name, fullName: name) }
    public func offset(atSeconds: Int64) -> Int { 0 }
    public struct Local { public let earlier: Int }
    public func offsets(ofLocalSeconds: Int64) -> Local { Local(earlier: 0) }
    public static func == (l: HaystackTimeZone, r: HaystackTimeZone) -> Bool { l.fullName == r.fullName }
    public func hash(into h: inout Hasher) { h.combine(fullName) }
    public static func < (l: HaystackTimeZone, r: HaystackTimeZone) -> Bool { l.name < r.name }
}
