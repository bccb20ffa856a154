extension Containers {
    /// Starts a container.
    ///
    /// - Returns: false where it ran already.
    @discardableResult
    public func start(_ container: String) async throws(DockerError) -> Bool {
        try await changes(Call(.post, Containers.path(container, "/start")))
    }

    /// Asks a container to end, and kills it after a while.
    ///
    /// - Parameter grace: how many seconds it has; the container's own time, or 10, where there are none.
    /// - Returns: false where it had ended already.
    @discardableResult
    public func stop(_ container: String, grace: Int? = nil) async throws(DockerError) -> Bool {
        try await changes(ending(container, "/stop", grace))
    }

    /// Stops a container and starts it again.
    ///
    /// - Parameter grace: as in ``stop(_:grace:)``.
    public func restart(_ container: String, grace: Int? = nil) async throws(DockerError) {
        try await client.collect(ending(container, "/restart", grace))
    }

    /// Sends a signal to a container's process.
    ///
    /// - Parameter signal: its name or number.
    /// - Throws: `.conflict` where the container does not run.
    public func kill(_ container: String, signal: String = "SIGKILL") async throws(DockerError) {
        try await client.collect(Call(.post, Containers.path(container, "/kill"), ["signal": signal]))
    }

    /// Freezes a container.
    public func pause(_ container: String) async throws(DockerError) {
        try await client.collect(Call(.post, Containers.path(container, "/pause")))
    }

    /// Lets a frozen container go on.
    public func unpause(_ container: String) async throws(DockerError) {
        try await client.collect(Call(.post, Containers.path(container, "/unpause")))
    }

    /// What ``wait(_:until:)`` waits for.
    public enum WaitCondition: String, Sendable {
        /// It does not run; at once where it has not been started.
        case notRunning = "not-running"
        /// It ends for the next time. Use ``beginWait(_:until:)`` before the start in order to miss nothing.
        case nextExit = "next-exit"
        /// It is removed.
        case removed
    }

    /// Waits for a container's end, however long that takes. A cancelled task stops waiting, the container goes on.
    ///
    /// - Throws: `.serverError` where the engine cannot tell.
    public func wait(_ container: String, until condition: WaitCondition = .notRunning) async throws(DockerError) -> ContainerExit {
        try await client.decode(waiting(container, condition))
    }

    /// Begins to wait for a container's end, and returns as soon as the engine has heard of it: an end from then on is not missed.
    ///
    /// ```swift
    /// let end = try await docker.containers.beginWait(id, until: .nextExit)
    /// try await docker.containers.start(id)
    /// print(try await end.exit().code)
    /// ```
    public func beginWait(_ container: String, until condition: WaitCondition = .notRunning) async throws(DockerError) -> PendingExit {
        PendingExit(body: ByteStream(try await client.stream(waiting(container, condition))))
    }

    /// A container's end that is waited for; see ``beginWait(_:until:)``. Letting go of it ends the waiting.
    public struct PendingExit: Sendable {
        let body: ByteStream

        /// Waits for the end, however long that takes. May be called once.
        public func exit() async throws(DockerError) -> ContainerExit {
            try JSON.decode(ContainerExit.self, from: await body.collect(), what: "a container's end")
        }
    }

    /// Engines send the head of this call's answer at once, and the body at the end.
    private func waiting(_ container: String, _ condition: WaitCondition) throws(DockerError) -> Call {
        var call = Call(.post, try Containers.path(container, "/wait"))
        call.query.add("condition", condition.rawValue)
        if condition != .notRunning { call = call.since(30, "waiting for \(condition.rawValue)") }
        return call.untimed
    }

    /// Sets the size of a container's terminal.
    public func resize(_ container: String, rows: Int, columns: Int) async throws(DockerError) {
        let size: Query = ["h": String(rows), "w": String(columns)]
        try await client.collect(Call(.post, Containers.path(container, "/resize"), size))
    }

    /// Makes a container, runs the body, and removes the container, also where the body throws or the task is cancelled.
    public func with<Result>(
        _ spec: ContainerSpec,
        name: String? = nil,
        _ body: (_ id: String) async throws -> Result
    ) async throws -> Result {
        let id = try await create(spec, name: name).id
        do {
            let result = try await body(id)
            try await discard(id)
            return result
        } catch {
            try? await discard(id)
            throw error
        }
    }

    /// Removes a container in a task of its own: a cancelled one sends nothing any more.
    private func discard(_ id: String) async throws(DockerError) {
        let removal = Task { () async -> DockerError? in
            do throws(DockerError) {
                try await remove(id, force: true, volumes: true)
                return nil
            } catch {
                // 409: its own auto-removal is under way.
                return error.code == .notFound || error.code == .conflict ? nil : error
            }
        }
        if let error = await removal.value { throw error }
    }

    private func ending(_ container: String, _ rest: String, _ grace: Int?) throws(DockerError) -> Call {
        var call = Call(.post, try Containers.path(container, rest))
        call.query.add("t", grace)
        call.patience = .seconds(grace ?? 10)
        return call
    }

    /// Sends a call that answers 304 where there is nothing to do.
    private func changes(_ call: Call) async throws(DockerError) -> Bool {
        do throws(DockerError) {
            try await client.collect(call)
            return true
        } catch {
            guard error.code == .notModified else { throw error }
            return false
        }
    }
}
