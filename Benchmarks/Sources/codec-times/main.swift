// Times our codecs; `compare` runs it, each task in a process of its own.
//
// codec-times all FILE.zinc…            a line for each codec and file, one after the other in this process
// codec-times CODEC FILE SECONDS        one line; with 0 seconds after a single run, which is what its peak memory is for
// codec-times write CODEC FILE OUT      writes what an encoder gives
// codec-times cells FILE.zinc           a line for each cell, to compare with what others read
// codec-times doubles                   the memory of a grid of doubles, built row by row
//
// CODEC is zinc-decode, zinc-encode or brio-encode, whose FILE is Zinc, or brio-decode, whose FILE is Brio.

import HaystackCore
import HaystackZinc
import Samples
import SystemPackage

// Not Foundation, whose memory would count.
#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

struct Misuse: Error, CustomStringConvertible {
    let description = "found other arguments than codec-times has; see the head of its main.swift"
}

func argument(_ index: Int) throws -> String {
    guard CommandLine.arguments.count > index else { throw Misuse() }
    return CommandLine.arguments[index]
}

func seconds(_ index: Int) throws -> Double {
    guard let seconds = Double(try argument(index)) else { throw Misuse() }
    return seconds
}

func run() throws {
    switch try argument(1) {
    case "all":
        for path in CommandLine.arguments.dropFirst(2) {
            let zinc = try SampleFile.bytes(of: FilePath(path))
            for codec in Codec.allCases {
                let input = codec == .brioDecode ? try Grid(zinc: zinc).brio() : zinc
                try codec.report("\(FilePath(path).stem ?? path) \(codec.rawValue)", input, seconds: 1)
            }
        }
    case "write":
        guard let codec = Codec(rawValue: try argument(2)), let encode = codec.encoder else { throw Misuse() }
        try write(encode(Grid(zinc: SampleFile.bytes(of: FilePath(try argument(3))))), to: FilePath(try argument(4)))
    case "cells":
        try writeCells(Grid(zinc: SampleFile.bytes(of: FilePath(try argument(2)))))
    case "doubles":
        try DoublesMemory.report(rows: 1_000_000, columns: 10)
    case let name:
        guard let codec = Codec(rawValue: name) else { throw Misuse() }
        try codec.report(name, SampleFile.bytes(of: FilePath(try argument(2))), seconds: try seconds(3))
    }
}

func write(_ bytes: [UInt8], to path: FilePath) throws {
    let permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
    let file = try FileDescriptor.open(path, .writeOnly, options: [.create, .truncate], permissions: permissions)
    _ = try file.closeAfter { try file.writeAll(bytes) }
}

do {
    try run()
} catch {
    try FileDescriptor.standardError.writeAll("codec-times: \(error)\n".utf8)
    exit(error is Misuse ? 2 : 1)
}
