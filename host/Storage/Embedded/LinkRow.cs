using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>A link as two rows, one to be found from each side.</summary>
internal static class LinkRow
{
    public static string KeyOf(LinkSide side) =>
        RowKey.Bounded($"{side.Name}|{side.Connection}|{side.Other}|{side.Id}");

    public static IEnumerable<BsonDocument> RowsOf(Link link)
    {
        yield return Of(link.Name, link.A, link.B);
        yield return Of(link.Name, link.B, link.A);
    }

    public static Link LinkOf(BsonDocument row) => new(
        row["name"],
        new LinkEnd(row["connection"], row["entity"], row["id"]),
        new LinkEnd(row["otherConnection"], row["otherEntity"], row["otherId"]));

    private static BsonDocument Of(string name, LinkEnd known, LinkEnd other) => new()
    {
        ["_id"] = KeyOf(new LinkSide(name, known.Connection, known.Id, other.Connection)),
        ["name"] = name,
        ["connection"] = known.Connection,
        ["entity"] = known.Entity,
        ["id"] = known.Id,
        ["otherConnection"] = other.Connection,
        ["otherEntity"] = other.Entity,
        ["otherId"] = other.Id,
    };
}
