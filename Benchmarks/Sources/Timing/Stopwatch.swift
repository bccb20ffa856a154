/// Runs something again and again, and prints how long it took.
public enum Stopwatch {
    /// The times of runs in milliseconds: of a single cold one with 0 seconds, else of at least three after one that is not counted.
    public static func times(seconds: Double, _ body: () throws -> Void) rethrows -> [Double] {
        if seconds == 0 { return [try time(body)] }
        try body()
        var times: [Double] = []
        var total = 0.0
        while times.count < 3 || total < seconds * 1000 {
            times.append(try time(body))
            total += times[times.count - 1]
        }
        return times
    }

    /// The time of a run in milliseconds.
    public static func time(_ body: () throws -> Void) rethrows -> Double {
        let duration = try ContinuousClock().measure(body).components
        return Double(duration.seconds) * 1000 + Double(duration.attoseconds) / 1e15
    }

    /// Prints a line of JSON: the bytes worked on, all times in milliseconds, and the most memory the process had so far.
    public static func report(_ name: String, bytes: Int, _ times: [Double]) {
        let sorted = times.sorted()
        print(
            """
            {"name":"\(name)","bytes":\(bytes),"median":\(sorted[sorted.count / 2]),"minimum":\(sorted[0]),\
            "times":\(times),"peak":\(PeakMemory.bytes)}
            """
        )
    }
}
