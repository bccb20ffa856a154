import CFuzzer

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Set once, before libFuzzer begins, which runs on one thread.
private nonisolated(unsafe) var invariant: Invariant?

/// Checks an invariant for every input that libFuzzer makes, for as long as the command line says, and ends the process.
///
/// - Parameter name: the invariant's name. The process traps where it does not hold.
public func fuzz(_ name: String) -> Never {
    unsafe invariant = Invariant.all.first { $0.name == name }
    var count = CommandLine.argc
    var arguments = unsafe CommandLine.unsafeArgv
    // Sound: the arguments live as long as the process; Swift's type for them differs from C's only in what may be null.
    let status = unsafe withUnsafeMutablePointer(to: &arguments) { place in
        unsafe place.withMemoryRebound(to: UnsafeMutablePointer<UnsafeMutablePointer<CChar>>.self, capacity: 1) { arguments in
            unsafe LLVMFuzzerRunDriver(&count, arguments) { start, size in
                // Sound: libFuzzer lends the bytes for the time of this call, in which they are copied.
                unsafe check(Array(UnsafeBufferPointer(start: start, count: size)))
                return 0
            }
        }
    }
    exit(status)
}

private func check(_ bytes: [UInt8]) {
    guard let invariant = unsafe invariant else { fatalError("the target's name is not that of an invariant") }
    do {
        try invariant.check(bytes)
    } catch {
        fatalError("\(invariant.name): \(error)")
    }
}
