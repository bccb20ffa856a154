import ArgumentParser
import HaystackCore
import HaystackZinc
import PySession

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `NAME=TEXT` of an option.
struct NamedText: ExpressibleByArgument {
    let name: String
    let text: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex else { return nil }
        name = String(argument[..<equals])
        text = String(argument[argument.index(after: equals)...])
    }

    /// Parses the text; an error says which option it was.
    func parse<Result>(_ parse: (String) throws -> Result) throws -> Result {
        do {
            return try parse(text)
        } catch let error as HaystackError {
            throw ValidationError("\(name)=\(text): \(error)")
        }
    }
}

/// A length of time: a number and a unit, as Haystack writes them.
struct DurationOption: ExpressibleByArgument {
    let duration: Duration
    private let text: String

    init(_ duration: Duration, text: String) {
        self.duration = duration
        self.text = text
    }

    init?(argument: String) {
        guard let number = try? Value(zinc: argument).number, number.value > 0, let seconds = DurationOption.seconds[number.unit ?? "s"],
            number.value * seconds < 1e9
        else { return nil }
        self.init(.seconds(number.value * seconds), text: argument)
    }

    private static let seconds = ["ms": 0.001, "s": 1, "sec": 1, "min": 60, "h": 3600, "hr": 3600]

    var defaultValueDescription: String { text }
}

/// The table of constants of Brio files that a Haxall server wrote.
struct ConstantsOption: ParsableArguments {
    @Option(help: ArgumentHelp("The table of constants of a Haxall install, for Brio files that use it.", valueName: "file"))
    var brioConstants: String?

    func load() throws -> Brio.Constants? {
        guard let brioConstants else { return nil }
        return try Brio.Constants(text: try DataFile(brioConstants).readBytes())
    }
}

extension Duration {
    /// `850 ms`, `12.3 s`.
    var formatted: String {
        let milliseconds = Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
        return milliseconds < 1000 ? "\(Int(milliseconds.rounded())) ms" : "\((milliseconds / 100).rounded() / 10) s"
    }
}
