// swift-tools-version: 6.2

import PackageDescription

let house: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .strictMemorySafety(),
]

let core = Target.Dependency.product(name: "HaystackCore", package: "haystack-sdk")
let zinc = Target.Dependency.product(name: "HaystackZinc", package: "haystack-sdk")
let wire = Target.Dependency.product(name: "HxpyWire", package: "haystack-sdk")
let docker = Target.Dependency.product(name: "DockerClient", package: "haystack-sdk")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let posix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

/// A target that `swift package benchmark` runs.
func benchmarks(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name,
        dependencies: [.product(name: "Benchmark", package: "benchmark"), "BenchmarkDefaults", "Samples", core] + dependencies,
        path: "Benchmarks/\(name)",
        swiftSettings: house,
        plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]
    )
}

let package = Package(
    name: "haystack-sdk-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "haystack-sdk", path: ".."),
        // Without its traits: they replace the allocator and the runtime's reference counting, which would be measured too.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
        .package(url: "https://github.com/apple/swift-nio", from: "2.86.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        .target(name: "Samples", dependencies: [system], swiftSettings: house),
        .target(name: "WireSamples", dependencies: [core, zinc, wire, nio], swiftSettings: house),
        .target(
            name: "BenchmarkDefaults",
            dependencies: [.product(name: "Benchmark", package: "benchmark")],
            swiftSettings: house
        ),
        benchmarks("Codecs", [zinc]),
        benchmarks("Grids", [zinc]),
        benchmarks("Wire", [wire, zinc, "WireSamples"]),
        benchmarks("Docker", [docker, nio, "StubEngine"]),
        // An engine on a unix socket that answers at once, and the same calls written by hand.
        .target(name: "StubEngine", dependencies: [nio, posix], swiftSettings: house),
        // The tools that `compare` runs. What measures codecs has nothing else in it, so that its memory is theirs.
        .target(name: "Timing", dependencies: [system], swiftSettings: house),
        .executableTarget(name: "codec-times", dependencies: [core, zinc, system, "Samples", "Timing"], swiftSettings: house),
        .executableTarget(
            name: "session-times",
            dependencies: [core, .product(name: "PySession", package: "haystack-sdk")],
            swiftSettings: house
        ),
        .executableTarget(
            name: "wire-times",
            dependencies: [core, zinc, wire, "Samples", "Timing", "WireSamples"],
            swiftSettings: house
        ),
        .executableTarget(name: "docker-times", dependencies: [docker, nio, "StubEngine", "Timing"], swiftSettings: house),
    ]
)
