import Testing

/// The invariants that the fuzzing package tries to break, for the inputs that once broke them and for changed samples.
@Suite struct InvariantTests {
    @Test(arguments: Invariant.all) func `an invariant holds for the findings of its fuzz target`(invariant: Invariant) throws {
        for finding in try Findings.of(invariant.name) {
            #expect(throws: Never.self, "Findings/\(invariant.name)/\(finding.name)") { try invariant.check(finding.bytes) }
        }
    }

    @Test func `every finding belongs to an invariant`() throws {
        let names = Set(Invariant.all.map(\.name))
        #expect(try Findings.targets().filter { !names.contains($0) } == [])
    }

    @Test(arguments: Invariant.all) func `an invariant holds for samples with changed bytes`(invariant: Invariant) throws {
        var random = SplitMix(state: 11)
        for sample in Samples.of(invariant.name) {
            for _ in 0..<200 {
                let changed = Samples.changed(sample, by: &random)
                #expect(throws: Never.self, "\(changed)") { try invariant.check(changed) }
            }
        }
    }
}
