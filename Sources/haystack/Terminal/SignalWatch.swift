import Dispatch

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Hears signals in the place of what they would do to this process, from the time it is made until it is cancelled.
final class SignalWatch {
    private let signals: [Int32]
    private let sources: [any DispatchSourceSignal]

    init(_ signals: [Int32], _ body: @escaping @Sendable (Int32) -> Void) {
        self.signals = signals
        let registrations = DispatchGroup()
        sources = signals.map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { body(number) }
            registrations.enter()
            source.setRegistrationHandler { registrations.leave() }
            source.activate()
            return source
        }
        // A signal that comes when it is ignored, but not heard yet, would be lost. Sources are registered by another thread.
        registrations.wait()
    }

    /// Hears that the terminal's size has changed.
    static func windowChange(_ body: @escaping @Sendable () -> Void) -> SignalWatch { SignalWatch([SIGWINCH]) { _ in body() } }

    func cancel() {
        for source in sources { source.cancel() }
        for number in signals { _ = signal(number, SIG_DFL) }
    }
}
