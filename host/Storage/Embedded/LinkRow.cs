using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>A link as two rows, one to be found from each side.</summary>
internal static class LinkRow
{
    public static string KeyOf(LinkSide side) =>
        RowKey.Join(side.Name, side.Connection, side.Other, side.Id);

    /// <summary>Stores a pair. Its first end leaves the partner it had before; a partner may have come to have
    /// several, and answers with the newest.</summary>
    public static void Put(ILiteCollection<BsonDocument> links, Link link)
    {
        var side = new LinkSide(link.Name, link.A.Connection, link.A.Id, link.B.Connection);
        if (links.FindById(KeyOf(side)) is { } former && former["otherId"].AsString != link.B.Id)
        {
            var back = KeyOf(new LinkSide(link.Name, link.B.Connection, former["otherId"], link.A.Connection));
            if (links.FindById(back)?["otherId"].AsString == link.A.Id)
            {
                links.Delete(back);
            }
        }

        links.Upsert(Of(link.Name, link.A, link.B));
        links.Upsert(Of(link.Name, link.B, link.A));
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
