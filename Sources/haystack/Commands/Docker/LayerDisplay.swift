import DockerClient

/// Shows the progress of a pull: bars that move on a terminal, a line for each change elsewhere.
struct LayerDisplay {
    /// Where it is shown.
    enum Output { case standardOutput, standardError }

    private let output: Output
    private let size: (rows: Int, columns: Int)?
    private var progress = LayerProgress()
    private var drawn = 0
    private var next = ContinuousClock.now

    /// As often as an eye can follow.
    private static let pause = Duration.milliseconds(80)

    init(_ output: Output) {
        self.output = output
        let isShown = output == .standardOutput ? Terminal.isOutputShown : Terminal.isErrorShown && Terminal.isOutputShown
        size = isShown ? Terminal.outputSize ?? (24, 80) : nil
    }

    mutating func take(_ step: ImageProgress) throws {
        let line = progress.take(step)
        guard size != nil else {
            if let line { try write(line + "\n") }
            return
        }
        if step.id == nil || progress.isEmpty, let line {
            // About the whole image: it stands above or below the bars for good.
            try draw()
            try write(line + "\n")
            (progress, drawn) = (LayerProgress(), 0)
        } else if ContinuousClock.now >= next {
            try draw()
        }
    }

    /// Shows where everything has come to.
    mutating func finish() throws {
        if size != nil { try draw() }
    }

    private mutating func draw() throws {
        guard let size, !progress.isEmpty else { return }
        let lines = progress.lines(rows: size.rows - 2, columns: size.columns)
        let up = drawn > 0 ? "\u{1b}[\(drawn)A" : ""
        try write(up + lines.map { "\r\u{1b}[K\($0)\n" }.joined() + (drawn > lines.count ? "\u{1b}[J" : ""))
        drawn = lines.count
        next = .now + LayerDisplay.pause
    }

    private func write(_ text: String) throws {
        switch output {
        case .standardOutput: try StandardOutput.write(Array(text.utf8))
        case .standardError: StandardError.write(Array(text.utf8))
        }
    }
}
