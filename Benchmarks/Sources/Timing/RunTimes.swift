#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Times of runs in milliseconds.
///
/// The processor's time is what a run costs; the clock's has in it what else the machine did meanwhile.
public struct RunTimes {
    /// Time that the processor worked for this process.
    public private(set) var processor: [Double] = []
    /// Time that went by.
    public private(set) var clock: [Double] = []

    /// No runs yet.
    public init() {}

    /// Whether the runs so far took so many seconds of the clock.
    public func fill(seconds: Double) -> Bool { clock.reduce(0, +) >= seconds * 1000 }

    /// Runs something once and keeps how long it took.
    public mutating func add(_ body: () throws -> Void) rethrows {
        let start = RunTimes.processorTime()
        let duration = try ContinuousClock().measure(body).components
        processor.append(RunTimes.processorTime() - start)
        clock.append(Double(duration.seconds) * 1000 + Double(duration.attoseconds) / 1e15)
    }

    /// Runs something once that waits, and keeps how long it took.
    public mutating func add(isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Void) async rethrows {
        let start = RunTimes.processorTime()
        let duration = try await ContinuousClock().measure(body).components
        processor.append(RunTimes.processorTime() - start)
        clock.append(Double(duration.seconds) * 1000 + Double(duration.attoseconds) / 1e15)
    }

    /// Runs something again and again: just once, cold, with 0 seconds, else at least three times after one that is not counted.
    public static func of(seconds: Double, _ body: () throws -> Void) rethrows -> RunTimes {
        var times = RunTimes()
        if seconds > 0 { try body() }
        repeat { try times.add(body) } while seconds > 0 && (times.clock.count < 3 || !times.fill(seconds: seconds))
        return times
    }

    /// Prints a line of JSON: the bytes worked on, the times, and the most memory that the process had so far.
    public func report(_ name: String, bytes: Int) {
        print(
            """
            {"name":"\(name)","bytes":\(bytes),"processor":\(processor),"clock":\(clock),"peak":\(ResidentMemory.peak)}
            """
        )
    }

    private static func processorTime() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1e6
    }
}
