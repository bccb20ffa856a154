/// A table of distinct strings, found again by their UTF-8 without making a String.
package struct TextTable {
    /// The strings, each at the place that its code says.
    package private(set) var texts: [String] = []
    /// The UTF-8 of the strings that can be found again, one after the other, and where each begins; the last bound is the end.
    private var bytes: [UInt8] = []
    private var bounds = [0]
    /// Codes by hash, open addressing; -1 is free. The size is a power of two.
    private var slots: [Int32] = []
    private var hashes: [UInt64] = []
    /// Cells coded so far, to see whether strings repeat at all.
    private var asked = 0
    private var lastCode: Int32 = -1

    /// Once this many strings are known and hardly one repeats, looking for repeats is given up.
    private static let hopelessCount = 4096

    package init() {}

    /// The code of a string given as valid UTF-8; a new one is taken into the table.
    @inline(__always)
    package mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
        if lastCode >= 0, unsafe matches(text, Int(lastCode)) { return lastCode }
        lastCode = unsafe find(text)
        return lastCode
    }

    private mutating func find(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
        asked &+= 1
        // Once given up, it stays so: both counts go up by one each time.
        if texts.count >= TextTable.hopelessCount, asked < texts.count * 2 { return unsafe add(text) }
        if hashes.count * 2 >= slots.count { enlarge() }
        let hash = unsafe TextHash.hash(text)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let code = Int(slots[slot])
            if hashes[code] == hash, unsafe matches(text, code) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(texts.count)
        hashes.append(hash)
        unsafe bytes.append(contentsOf: text)
        bounds.append(bytes.count)
        return unsafe add(text)
    }

    private mutating func add(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
        unsafe texts.append(String(decoding: text, as: UTF8.self))
        return Int32(texts.count - 1)
    }

    @inline(__always)
    private func matches(_ text: UnsafeBufferPointer<UInt8>, _ code: Int) -> Bool {
        guard code < hashes.count else { return unsafe texts[code].utf8.elementsEqual(text) }
        let start = bounds[code]
        guard bounds[code + 1] - start == text.count else { return false }
        for index in 0..<text.count where unsafe bytes[start + index] != text[index] { return false }
        return true
    }

    private mutating func enlarge() {
        let size = max(16, slots.count * 2)
        slots = [Int32](repeating: -1, count: size)
        for (code, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = Int32(code)
        }
    }
}
