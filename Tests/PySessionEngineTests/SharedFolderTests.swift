import DockerClient
import Foundation
import HaystackCore
import PySession
import Testing

extension WithEngine {
    /// Files that go back and forth by `/io`.
    @Suite struct SharedFolderTests {
        @Test(arguments: [nil, 1234, 0] as [Int?])
        func `each side reads what the other wrote, and files belong to the folder's owner`(owner: Int?) async throws {
            try await withTemporaryFolder { folder in
                guard getuid() == 0 || owner == nil else { return }
                if let owner { try FileManager.default.setAttributes([.ownerAccountID: owner, .groupOwnerAccountID: owner], ofItemAtPath: folder) }
                try Data("from Swift".utf8).write(to: URL(filePath: folder + "/in.txt"))
                try await withPySession(.base { $0.ioDirectory = folder }) { session in
                    #expect(try await session.eval("open('/io/in.txt').read()") == "from Swift")
                    // The example of the manual.
                    try await session.exec(
                        """
                        def ioTest():
                            with open("/io/example.txt", "w") as f:
                                f.write("Testing IO Example")
                        """
                    )
                    try await session.eval("ioTest()")
                }
                #expect(try String(contentsOfFile: folder + "/example.txt", encoding: .utf8) == "Testing IO Example")
                let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/example.txt")
                #expect(attributes[.ownerAccountID] as? Int == owner ?? Int(getuid()))
            }
        }

        @Test func `the strict sandbox has it where the folder does not belong to root`() async throws {
            try await withTemporaryFolder { folder in
                let backend = PyBackend.strict { $0.ioDirectory = folder }
                if getuid() == 0 {
                    await #expect(throws: PySessionError(.invalidOptions, "")) { try await py(backend).eval("1") }
                    try FileManager.default.setAttributes([.ownerAccountID: 1234, .groupOwnerAccountID: 1234], ofItemAtPath: folder)
                }
                try await py(backend).eval("open('/io/a', 'w').write('x')")
                #expect(try String(contentsOfFile: folder + "/a", encoding: .utf8) == "x")
            }
        }

        @Test func `a folder that there is not is told`() async throws {
            let error = await #expect(throws: PySessionError.self) { try await py(.base { $0.ioDirectory = "/nowhere" }).eval("1") }
            #expect(error?.code == .invalidOptions)
            #expect(error?.message.contains("/nowhere") == true)
        }
    }
}
