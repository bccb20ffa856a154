// Code that nobody trusts, in the strict sandbox: what it computes comes back, what it tries beside that does not work.
//
//     swift run -c release --package-path Examples Sandboxing
//
// It needs a Docker engine and an image with Python, numpy and pandas: `haystack py image build` makes one; the environment variable
// HAYSTACK_IMAGE names another.

import Foundation
import PySession

@main
struct Sandboxing {
    static func main() async throws {
        var options = DockerOptions(image: ProcessInfo.processInfo.environment["HAYSTACK_IMAGE"], sandbox: .strict)
        options.memory = 256 << 20

        try await withPySession(.docker(options)) { session in
            let mean = try await session.eval("__import__('numpy').array([12, 14, 16]).mean()")
            print("numpy works: the mean is \(mean)")

            // Exceptions of the code: the session goes on.
            for attempt in [
                "__import__('socket').create_connection(('192.0.2.1', 80), 5)",
                "open('/etc/shadow').read()",
                "open('/usr/lib/more', 'w')",
                "open('/tmp/large', 'wb').write(bytes(100 << 20))",
            ] {
                do {
                    try await session.eval(attempt)
                    throw Escape(attempt: attempt)
                } catch let error as PythonError {
                    print("refused: \(attempt)\n    \(error.type ?? ""): \(error.message)")
                }
            }

            // More memory than it may have: the container is gone, and the next evaluation has a new one.
            do {
                try await session.eval("bytearray(1 << 30)")
                throw Escape(attempt: "a gigabyte of memory")
            } catch let error as PySessionError where error.code == .outOfMemory {
                print("ended: \(error.code)")
            }
            // Code without an end: so is this one's, when its time is up.
            do {
                try await session.eval("sum(range(10**12))", timeout: .seconds(1))
            } catch let error as PySessionError where error.code == .timeout {
                print("ended: \(error.code)")
            }
            print("and it goes on: 6 * 7 = \(try await session.eval("6 * 7"))")
        }
    }
}

/// Something worked that must not.
struct Escape: Error {
    let attempt: String
}
