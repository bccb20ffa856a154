/// The engine's `HostConfig`: the host settings and the published ports in one object.
struct HostConfig: Encodable {
    let settings: HostSettings
    let ports: [PortBinding]

    func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        try encodeFiles(&fields)
        try encodeLimits(&fields)
        try encodeRights(&fields)
        try encodeNetwork(&fields)
        try fields.set("LogConfig", settings.logDriver.map { ["Type": $0] })
        try fields.set("AutoRemove", on: settings.autoRemove)
        try fields.set("RestartPolicy", settings.restart)
        try fields.set("Runtime", settings.runtime)
        try fields.set("Init", settings.hasInit)
    }

    private func encodeFiles(_ fields: inout FieldWriter) throws {
        try fields.set("Mounts", list: settings.mounts)
        try fields.set("Binds", list: settings.binds)
        try fields.set("Tmpfs", map: settings.tmpfs)
        try fields.set("ReadonlyRootfs", on: settings.isReadOnly)
        try fields.set("ShmSize", settings.sharedMemory)
        try fields.set("Devices", list: settings.devices)
    }

    private func encodeLimits(_ fields: inout FieldWriter) throws {
        try fields.set("Memory", settings.memory)
        try fields.set("MemorySwap", settings.memoryAndSwap)
        try fields.set("NanoCpus", settings.cpus.map { try HostConfig.nanoCpus($0) })
        try fields.set("CpuShares", settings.cpuShares)
        try fields.set("CpusetCpus", settings.cpuSet)
        try fields.set("PidsLimit", settings.pidsLimit)
        try fields.set("Ulimits", list: settings.limits)
    }

    private static func nanoCpus(_ cpus: Double) throws(DockerError) -> Int {
        guard cpus >= 0, let count = Int(exactly: (cpus * 1e9).rounded()) else {
            throw DockerError(.invalidArgument, "found \(cpus) processors, expected a number such as 1.5")
        }
        return count
    }

    private func encodeRights(_ fields: inout FieldWriter) throws {
        try fields.set("CapAdd", list: settings.addedCapabilities)
        try fields.set("CapDrop", list: settings.droppedCapabilities)
        try fields.set("SecurityOpt", list: settings.securityOptions)
        try fields.set("Privileged", on: settings.isPrivileged)
        try fields.set("Sysctls", map: settings.sysctls)
        try fields.set("PidMode", settings.pidMode)
        try fields.set("IpcMode", settings.ipcMode)
    }

    private func encodeNetwork(_ fields: inout FieldWriter) throws {
        try fields.set("NetworkMode", settings.networkMode)
        try fields.set("ExtraHosts", list: settings.extraHosts)
        try fields.set("Dns", list: settings.dns)
        let bindings = Dictionary(grouping: ports, by: \.key).mapValues { ports in
            ports.map { ["HostIp": $0.address ?? "", "HostPort": $0.host.map { String($0) } ?? ""] }
        }
        try fields.set("PortBindings", map: bindings)
    }
}

extension RestartPolicy: Encodable {
    /// Writes the engine's JSON.
    public func encode(to encoder: any Encoder) throws {
        var fields = FieldWriter(encoder)
        switch self {
        case .never: try fields.set("Name", "no")
        case .always: try fields.set("Name", "always")
        case .unlessStopped: try fields.set("Name", "unless-stopped")
        case .onFailure(let times):
            try fields.set("Name", "on-failure")
            try fields.set("MaximumRetryCount", times)
        }
    }
}
