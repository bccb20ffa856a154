/// A place on earth: latitude and longitude in degrees.
public struct Coord: Sendable, Hashable, CustomStringConvertible {
    /// Degrees north, -90 to 90.
    public let latitude: Double
    /// Degrees east, -180 to 180.
    public let longitude: Double

    /// Makes a coordinate.
    ///
    /// - Throws: `.range` where latitude is not within -90…90 or longitude not within -180…180.
    public init(latitude: Double, longitude: Double) throws(HaystackError) {
        guard (-90...90).contains(latitude) else {
            throw HaystackError(.range, "found a latitude of \(latitude), expected -90 to 90")
        }
        guard (-180...180).contains(longitude) else {
            throw HaystackError(.range, "found a longitude of \(longitude), expected -180 to 180")
        }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// As Zinc writes it: `C(37.55,-77.45)`.
    public var description: String {
        "C(\(Number(latitude)),\(Number(longitude)))"
    }
}
