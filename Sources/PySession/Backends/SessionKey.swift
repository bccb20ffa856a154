/// The secret that a server asks for.
enum SessionKey {
    /// 128 random bits in base 16.
    static func random() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
        return digits + String(UInt64.random(in: .min ... .max, using: &generator), radix: 16)
    }
}
