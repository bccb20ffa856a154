import DockerClient
import NIOCore

/// The SDK's Python package as the archive that is unpacked at the root of a container.
enum PackageArchive {
    static var bytes: ByteSource {
        let folder = String(ContainerPlan.packageFolder.dropFirst()) + "/"
        let files = EmbeddedPython.files.map { (folder + $0.path, ByteBuffer(string: $0.text)) }
        return .tar(files: Dictionary(files) { first, _ in first })
    }
}
