extension Brio {
    /// What reader and writer must agree on, and how much the reader takes.
    public struct Options: Sendable {
        /// What a string's count counts. Within Unicode's basic plane both ways give the same bytes.
        public enum StringCounting: Sendable, Hashable {
            /// UTF-16 units, each written as a sequence of its own, so that a character outside the basic plane counts 2 and takes
            /// 6 bytes (CESU-8): Haxall and other peers on the JVM. The reader also takes the 4 bytes of UTF-8 for such a character,
            /// counted as 2.
            case utf16
            /// Unicode scalars in UTF-8: Python's `hxpy`.
            case scalars
        }

        /// What a string's count counts.
        public var counting: StringCounting
        /// The table of strings that are written as a code; nil writes every string in full.
        public var constants: Constants?
        /// How deep values may stand inside each other, and how many bytes are read.
        public var limits: CodecLimits

        /// Makes options: UTF-16 units, no constants and the default limits where not given.
        public init(counting: StringCounting = .utf16, constants: Constants? = nil, limits: CodecLimits = CodecLimits()) {
            self.counting = counting
            self.constants = constants
            self.limits = limits
        }

        /// What Haxall reads. It writes codes of its table of constants, which must be loaded to read them: see ``Brio/Constants``.
        public static let haxall = Options(counting: .utf16)
        /// What Python's `hxpy` reads and writes: scalars, no constants.
        public static let hxpy = Options(counting: .scalars)
    }
}
