/// A question that is answered at the terminal with y or n.
struct Question {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// Asks; anything but y or yes, and the end of the input, is a no.
    func isAgreed() throws -> Bool {
        try StandardOutput.write(Array("\(text) [y/N] ".utf8))
        let answer = readLine()?.lowercased() ?? ""
        return answer == "y" || answer == "yes"
    }
}
