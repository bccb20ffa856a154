import ArgumentParser

struct Docker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Work with a Docker engine, as the docker command does.",
        discussion: """
            The engine is the one that the docker command would use: DOCKER_HOST, DOCKER_CONTEXT, the current context, then the sockets \
            that engines listen on. Options are those of the docker command.

            EXAMPLES
              haystack docker ps -a
              haystack docker ps --to zinc | haystack show -           containers as a grid
              haystack docker run --rm -it debian bash
              haystack docker exec -i web sh -c 'cat > /tmp/x' < x
              haystack docker logs -f --tail 20 web
              haystack docker build -t app:1 .
            """,
        subcommands: [
            DockerPs.self, DockerImages.self, DockerLogs.self, DockerExec.self, DockerRun.self, DockerPull.self, DockerBuild.self,
            DockerPrune.self,
        ]
    )
}
