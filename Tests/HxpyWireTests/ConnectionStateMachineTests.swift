import Testing

@testable import HxpyWire

@Suite("The connection's state machine")
struct ConnectionStateMachineTests {
    typealias Machine = ConnectionStateMachine<Int>
    typealias Action = Machine.Action
    typealias Closing = Machine.Closing

    private let timeout = HxpyError(.timeout, "late")
    private let closedError = HxpyError(.connectionClosed, "")

    private func ready() -> Machine {
        var machine = Machine()
        #expect(machine.connected() == .authenticate)
        #expect(machine.isAuthenticating)
        #expect(machine.authenticated(.success(["x"])) == .welcome(extensions: ["x"], next: nil))
        return machine
    }

    @Test("authenticates once, when connected")
    func opens() {
        var machine = ready()
        #expect(!machine.isAuthenticating)
        #expect(machine.connected() == .none)
        #expect(machine.authenticated(.success([])) == .none)
    }

    @Test("sends one evaluation at a time, in order")
    func order() {
        var machine = ready()
        #expect(machine.submit(1) == .send(1))
        #expect(machine.submit(2) == .none)
        #expect(machine.submit(3) == .none)
        #expect(machine.replied(isError: false, excess: 0) == .answer(1, next: 2))
        #expect(machine.replied(isError: false, excess: 0) == .answer(2, next: 3))
        #expect(machine.replied(isError: false, excess: 0) == .answer(3, next: nil))
        #expect(machine.submit(4) == .send(4))
    }

    @Test("keeps evaluations that come before the key is accepted")
    func early() {
        var machine = Machine()
        #expect(machine.submit(1) == .none)
        #expect(machine.connected() == .authenticate)
        #expect(machine.submit(2) == .none)
        #expect(machine.authenticated(.success([])) == .welcome(extensions: [], next: 1))
        #expect(machine.replied(isError: false, excess: 0) == .answer(1, next: 2))
    }

    @Test("closes where the key is refused")
    func refused() {
        var machine = Machine()
        _ = machine.connected()
        let error = HxpyError(.authenticationFailed, "")
        #expect(machine.authenticated(.failure(error)) == .close(Closing(reason: error, sent: nil, unsent: [])))
        #expect(machine.isClosed)
    }

    @Test("expects bytes only while an answer is due")
    func due() {
        var machine = Machine()
        #expect(!machine.isReplyDue)
        _ = machine.connected()
        #expect(machine.isReplyDue)
        _ = machine.authenticated(.success([]))
        #expect(!machine.isReplyDue)
        _ = machine.submit(1)
        #expect(machine.isReplyDue)
        _ = machine.close()
        #expect(!machine.isReplyDue)
    }

    @Test("closes on a reply that nobody asked for")
    func unsolicited() {
        var machine = ready()
        let violation = HxpyError(.protocolViolation, "")
        #expect(machine.replied(isError: false, excess: 0) == .close(Closing(reason: violation, sent: nil, unsent: [])))
    }

    @Test("gives the answer, then closes, where more bytes follow it")
    func excess() {
        var machine = ready()
        _ = machine.submit(1)
        _ = machine.submit(2)
        let closing = Closing(reason: HxpyError(.protocolViolation, ""), sent: nil, unsent: [2])
        #expect(machine.replied(isError: false, excess: 3) == .answerAndClose(1, closing))
        #expect(machine.submit(3) == .refuse(3, closedError))
    }

    @Test("closes where the evaluation given up is with the server")
    func withdrawSent() {
        var machine = ready()
        _ = machine.submit(1)
        _ = machine.submit(2)
        #expect(machine.withdraw(1, because: timeout) == .close(Closing(reason: timeout, sent: 1, unsent: [2])))
        #expect(machine.withdraw(2, because: timeout) == .none)
        #expect(machine.submit(3) == .refuse(3, closedError))
    }

    @Test("goes on where the evaluation given up still waits its turn")
    func withdrawWaiting() {
        var machine = ready()
        _ = machine.submit(1)
        _ = machine.submit(2)
        _ = machine.submit(3)
        #expect(machine.withdraw(2, because: timeout) == .refuse(2, timeout))
        #expect(machine.replied(isError: false, excess: 0) == .answer(1, next: 3))
    }

    @Test("does not care for an evaluation given up after its answer")
    func withdrawAnswered() {
        var machine = ready()
        _ = machine.submit(1)
        _ = machine.replied(isError: false, excess: 0)
        #expect(machine.withdraw(1, because: timeout) == .none)
        #expect(machine.submit(2) == .send(2))
    }

    @Test("says how much of a reply had come when the server ended")
    func disconnectedInReply() {
        var machine = ready()
        _ = machine.submit(1)
        let action = machine.disconnected(received: 17, cause: "reset")
        #expect(action == .close(Closing(reason: closedError, sent: 1, unsent: [])))
        #expect(reason(action).contains("17 bytes"))
        #expect(machine.disconnected(received: 0, cause: nil) == .none)
    }

    @Test("says that the server ended after an exception, as the upstream server does", arguments: [true, false])
    func disconnectedAfterError(sentAnother: Bool) {
        var machine = ready()
        _ = machine.submit(1)
        _ = machine.replied(isError: true, excess: 0)
        if sentAnother { _ = machine.submit(2) }
        #expect(reason(machine.disconnected(received: 0, cause: nil)).contains("upstream"))
        guard case .refuse(3, let error) = machine.submit(3) else {
            Issue.record("expected a refusal")
            return
        }
        #expect(error.message.contains("upstream"))
    }

    @Test("tells evaluations that were not sent that nothing ran")
    func unsent() {
        let closing = Closing(reason: timeout, sent: 1, unsent: [2])
        #expect(closing.unsentError == closedError)
        #expect(closing.unsentError.message.contains("nothing ran: late"))
    }

    @Test("fails what is left when closed from this side, once")
    func close() {
        var machine = ready()
        _ = machine.submit(1)
        _ = machine.submit(2)
        #expect(machine.close() == .close(Closing(reason: closedError, sent: 1, unsent: [2])))
        #expect(machine.close() == .none)
        #expect(machine.failed(timeout) == .none)
    }

    private func reason(_ action: Action) -> String {
        guard case .close(let closing) = action else { return "" }
        return closing.reason.message
    }
}
