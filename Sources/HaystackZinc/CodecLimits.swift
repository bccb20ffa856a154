/// Limits that keep hostile input from exhausting memory or stack. The defaults fit any real data.
public struct CodecLimits: Sendable, Hashable {
    /// How deep lists, dicts and grids may stand inside each other.
    public var depth: Int
    /// The most bytes that one value may take once decompressed or collected.
    public var size: Int

    /// Makes limits: 100 levels and 8 GiB where not given.
    public init(depth: Int = 100, size: Int = 8 << 30) {
        self.depth = depth
        self.size = size
    }
}
