/// The history and the future of one zone's offset: transitions up to some year, a rule after the last of them.
struct ZoneRules: Sendable {
    /// What the clocks of a zone show for some time: an offset and its abbreviation.
    struct LocalType: Sendable, Equatable {
        /// Seconds east of UTC.
        let offset: Int
        let isDaylight: Bool
        let abbreviation: String
    }

    /// Offsets lie within these: RFC 9636 section 3.2 asks for −89999…93599 seconds.
    static let offsetLimits = -89_999...93_599

    /// The kinds of local time the transitions refer to; never empty.
    let types: [LocalType]
    /// Seconds since 1970-01-01T00:00:00Z, strictly ascending.
    let transitions: [Int64]
    /// For each transition the index in `types` of what it starts.
    let starts: [UInt8]
    /// The index in `types` of what holds before the first transition.
    let initial: Int
    /// What holds after the last transition; always, when there are none.
    let rule: PosixRule?

    /// Rules of a zone that never changes its offset.
    init(fixedOffset: Int, abbreviation: String) {
        types = [LocalType(offset: fixedOffset, isDaylight: false, abbreviation: abbreviation)]
        transitions = []
        starts = []
        initial = 0
        rule = nil
    }

    /// Rules read from a file; the caller has checked that indices and order hold.
    init(types: [LocalType], transitions: [Int64], starts: [UInt8], rule: PosixRule?) {
        self.types = types
        self.transitions = transitions
        self.starts = starts
        self.rule = rule
        // Before its first transition a zone kept standard time, so the first type that is not daylight saving fits best.
        initial = types.firstIndex { !$0.isDaylight } ?? 0
    }

    /// Seconds east of UTC.
    func offset(atSeconds seconds: Int64) -> Int {
        if let rule, isRuled(seconds) { return rule.offset(atSeconds: seconds) }
        return types[type(afterTransitions: transitionsPassed(at: seconds))].offset
    }

    func abbreviation(atSeconds seconds: Int64) -> String {
        if let rule, isRuled(seconds) { return rule.abbreviation(atSeconds: seconds) }
        return types[type(afterTransitions: transitionsPassed(at: seconds))].abbreviation
    }

    /// A time from start up to, not including, end, around `seconds`, in which the offset does not change. (It may not change at the ends either.)
    func span(containing seconds: Int64) -> (range: Range<Int64>, offset: Int) {
        if let rule, isRuled(seconds) {
            let stretch = rule.stretch(containing: seconds)
            let start = max(stretch.start, transitions.last?.addingClamped(1) ?? .min)
            let offset = stretch.isDaylight ? rule.daylight?.offset : nil
            return (start..<stretch.end, offset ?? rule.offset)
        }
        let passed = transitionsPassed(at: seconds)
        let start = passed == 0 ? Int64.min : transitions[passed - 1]
        let end = passed < transitions.count ? transitions[passed] : rule == nil ? Int64.max : start.addingClamped(1)
        return (start..<end, types[type(afterTransitions: passed)].offset)
    }

    /// Whether a time is after the last transition, so that the rule holds. At the transition itself its own type does; the two differ in
    /// files that zone compilers of old got wrong.
    private func isRuled(_ seconds: Int64) -> Bool {
        guard let last = transitions.last else { return true }
        return seconds > last
    }

    /// How many transitions are at or before a time, by binary search.
    private func transitionsPassed(at seconds: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= seconds {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    private func type(afterTransitions passed: Int) -> Int {
        passed == 0 ? initial : Int(starts[passed - 1])
    }
}
