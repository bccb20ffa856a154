import DockerClient
import HaystackCore

extension Image {
    static func listColumns(digests: Bool) -> [ListColumn] {
        [
            ListColumn(name: "Repository", title: "REPOSITORY"), ListColumn(name: "Tag", title: "TAG"),
            ListColumn(name: "Digest", title: "DIGEST", isShown: digests), ListColumn(name: "ID", title: "IMAGE ID"),
            ListColumn(name: "CreatedSince", title: "CREATED"), ListColumn(name: "CreatedAt", title: "CREATED AT", isShown: false),
            ListColumn(name: "Size", title: "SIZE"),
        ]
    }
}

extension ListItem {
    /// An item for each name of an image, or one where it has none.
    static func items(of image: Image, isWhole: Bool) -> [ListItem] {
        let none = "<none>"
        let names = image.repoTags.isEmpty ? [image.repoDigests.first.map { "\($0.prefix { $0 != "@" }):\(none)" } ?? "\(none):\(none)"] : image.repoTags
        return names.map { name in
            // A colon before the last slash belongs to a registry's port.
            let colon = name.lastIndex(of: ":") ?? name.endIndex
            let repository = String(name[..<colon])
            let digest = image.repoDigests.first { $0.hasPrefix(repository + "@") }.map { String($0.dropFirst(repository.count + 1)) }
            let id = isWhole ? image.id : image.id.shortID
            let fields = [
                "Repository": repository, "Tag": String(name[colon...].dropFirst()), "Digest": digest ?? none, "ID": id,
                "CreatedSince": image.created.ageText, "CreatedAt": image.created.shownText, "Size": HumanUnits.size(image.size),
            ]
            return ListItem(id: id, fields: fields, labels: image.labels)
        }
    }
}

extension Grid {
    /// Images, in the columns of Haxall's docker library.
    init(_ images: [Image]) {
        var builder = GridBuilder()
        for name in ["id", "repoTags", "created", "size"] { builder.addColumn(name) }
        for image in images {
            builder.addRow([
                "id": .ref(image.id), "repoTags": .list(image.repoTags.map { .str($0) }), "created": .dateTime(DateTime(image.created)),
                "size": .number(image.size, unit: "byte"),
            ])
        }
        self = builder.build()
    }
}
