// swift-tools-version: 6.2

import PackageDescription

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
]

/// One executable each, named after the invariant that it tries to break.
let fuzzTargets = ["zinc-decode", "brio-decode", "zinc-roundtrip", "brio-roundtrip", "zinc-batches", "brio-batches", "chunked", "gzip"]

let package = Package(
    name: "haystack-sdk-fuzzing",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "haystack-sdk", path: ".."),
        .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
    ],
    targets: [
        .target(name: "CFuzzer"),
        .target(
            name: "Fuzzing",
            dependencies: [
                "CFuzzer",
                .product(name: "HaystackCore", package: "haystack-sdk"),
                .product(name: "HaystackZinc", package: "haystack-sdk"),
                .product(name: "HxpyWire", package: "haystack-sdk"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
    ]
        + fuzzTargets.map { name in
            .executableTarget(name: name, dependencies: ["Fuzzing"], swiftSettings: house)
        }
)
