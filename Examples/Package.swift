// swift-tools-version: 6.2

import PackageDescription

// As in the SDK's own Package.swift: only its tests make warnings errors.
let warnings: [SwiftSetting] = Context.environment["HAYSTACK_WERROR"] == "1" ? [.treatAllWarnings(as: .error)] : []

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .strictMemorySafety(),
    ] + warnings

/// A program that stands in the folder of its name.
func example(_ name: String, _ products: [String] = ["HaystackZinc", "PySession"]) -> Target {
    .executableTarget(
        name: name,
        dependencies: products.map { .product(name: $0, package: "haystack-sdk") },
        path: name,
        swiftSettings: strict
    )
}

let package = Package(
    name: "haystack-sdk-examples",
    platforms: [.macOS(.v15)],
    dependencies: [
        // A program of your own names the SDK's repository here.
        .package(name: "haystack-sdk", path: "..")
    ],
    targets: [
        example("BuildingYear"),
        example("Marshalling"),
        example("PersistentSessions"),
        example("Sessions"),
        // These need a Docker engine.
        example("DockerInDocker", ["HaystackZinc", "PySession", "DockerClient"]),
        example("Sandboxing", ["HaystackZinc", "PySession", "DockerClient"]),
        example("SharedFolder", ["HaystackZinc", "PySession", "DockerClient"]),
    ]
)
