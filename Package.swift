// swift-tools-version: 6.2

import PackageDescription

// Warnings are errors where the tests build (scripts/test sets the variable), and not for those who depend on the package: a newer
// compiler may warn of more.
let warnings: [SwiftSetting] = Context.environment["HAYSTACK_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

let house: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .strictMemorySafety(),
    ] + warnings

let package = Package(
    name: "haystack-sdk",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "HaystackCore", targets: ["HaystackCore"]),
        .library(name: "HaystackZinc", targets: ["HaystackZinc"]),
        .library(name: "HxpyWire", targets: ["HxpyWire"]),
        .library(name: "DockerClient", targets: ["DockerClient"]),
        .library(name: "PySession", targets: ["PySession"]),
        .executable(name: "haystack", targets: ["haystack"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.30.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .target(name: "HaystackCore", swiftSettings: house),
        .systemLibrary(
            name: "CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .target(name: "HaystackZinc", dependencies: ["HaystackCore", "CZlib"], swiftSettings: house),
        .target(name: "CByteOrder"),
        .target(
            name: "HxpyWire",
            dependencies: [
                "HaystackCore", "HaystackZinc", "CByteOrder",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "DockerClient",
            dependencies: [
                "CZlib",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "PySession",
            dependencies: [
                "HaystackCore", "HaystackZinc", "HxpyWire", "DockerClient",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
            ],
            exclude: ["Image", "Python"],
            swiftSettings: house,
            plugins: ["EmbedPython"]
        ),
        .plugin(name: "EmbedPython", capability: .buildTool(), dependencies: ["embed-python"]),
        .executableTarget(name: "embed-python", swiftSettings: [.swiftLanguageMode(.v6)] + warnings),
        .executableTarget(
            name: "haystack",
            dependencies: [
                "HaystackCore", "HaystackZinc", "DockerClient", "PySession",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        .testTarget(name: "HaystackCoreTests", dependencies: ["HaystackCore"], swiftSettings: house),
        .testTarget(name: "HaystackZincTests", dependencies: ["HaystackCore", "HaystackZinc"], swiftSettings: house),
        // Its folder Invariants is also compiled by FuzzTesting, a package of its own.
        .testTarget(
            name: "InvariantTests",
            dependencies: [
                "HaystackCore", "HaystackZinc", "HxpyWire",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            exclude: ["Findings"],
            swiftSettings: house
        ),
        .testTarget(
            name: "HxpyWireTests",
            dependencies: [
                "HaystackCore", "HaystackZinc", "HxpyWire",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "DockerClientTests",
            dependencies: [
                "DockerClient",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "DockerEngineTests",
            dependencies: [
                "DockerClient", "HaystackCore", "HaystackZinc", "haystack",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
            ],
            exclude: ["registry.py"],
            swiftSettings: house
        ),
        .testTarget(
            name: "HaystackToolTests",
            dependencies: ["DockerClient", "haystack", .product(name: "NIOCore", package: "swift-nio")],
            swiftSettings: house
        ),
        .testTarget(
            name: "PySessionTests",
            dependencies: ["DockerClient", "HaystackCore", "HaystackZinc", "HxpyWire", "PySession"],
            exclude: ["Support/upstream_server.py"],
            swiftSettings: house
        ),
        .testTarget(
            name: "PySessionEngineTests",
            dependencies: [
                "DockerClient", "HaystackCore", "HxpyWire", "PySession",
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "ReadmeTests",
            dependencies: ["HaystackCore", "HaystackZinc", "PySession"],
            swiftSettings: house
        ),
    ]
)
