// swift-tools-version: 6.2

import PackageDescription

let package = Package(
    name: "haystack-sdk-benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "haystack-sdk", path: "..")
    ],
    targets: [
        .executableTarget(
            name: "codec-times",
            dependencies: [
                .product(name: "HaystackCore", package: "haystack-sdk"),
                .product(name: "HaystackZinc", package: "haystack-sdk"),
            ]
        )
    ]
)
