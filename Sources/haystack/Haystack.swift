import ArgumentParser

@main
struct Haystack: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "haystack",
        abstract: "Read, convert and show Project Haystack data, and run Python on it.",
        discussion: """
            Files are Zinc (text) or Brio (binary), by their suffix or by what they hold; with .gz they are compressed. A dash stands for \
            standard input.

            EXAMPLES
              haystack show site.zinc                                  a table that fits the terminal
              haystack convert site.zinc -o site.brio.gz               Zinc to compressed Brio
              haystack py setup                                        build a Python environment, once
              haystack py eval 'mult(a, b)' --define a=100 --define b=2 --exec 'def mult(x, y): return x * y'
              haystack py eval 'g.to_dataframe().describe()' --define-file g=his.zinc | haystack show -
              haystack docker ps -a                                    containers, as the docker command lists them
              haystack doctor                                          what is missing, and how to mend it
            """,
        version: "0.1.0",
        subcommands: [Convert.self, Show.self, Py.self, Docker.self, Doctor.self]
    )
}
