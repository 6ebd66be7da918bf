using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;
using LiteDB;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>A small table: each row has a document of its own.</summary>
internal sealed class RowTable(Table table, ILiteCollection<BsonDocument> documents, IPayloadSeal seal)
    : IProjectedTable
{
    private const int RowsAtOnce = 16;

    public IReadOnlyList<RowImage> All() => [.. documents.FindAll().Where(row => row["v"].IsBinary).Select(Opened)];

    public void Apply(IReadOnlyList<RowImage> rows, Action between)
    {
        for (var from = 0; from < rows.Count;)
        {
            from = ApplySome(rows, from);
            between();
        }
    }

    // Rows that go the same way go together: a call of LiteDB costs as much as a row.
    private int ApplySome(IReadOnlyList<RowImage> rows, int from)
    {
        var first = rows[from];
        if (first.Image is null)
        {
            documents.Delete(first.Id.Key);
            return from + 1;
        }

        var to = from + 1;
        while (to < rows.Count && to - from < RowsAtOnce && rows[to].IsNew == first.IsNew && rows[to].Image is not null)
        {
            to++;
        }

        var some = Enumerable.Range(from, to - from).Select(at => DocumentOf(rows[at]));
        _ = first.IsNew ? documents.Insert(some) : documents.Upsert(some);
        return to;
    }

    private RowImage Opened(BsonDocument row)
    {
        var id = new RowId(table, row["_id"].AsString);
        return new RowImage(id, RowSeal.Open(row["v"].AsBinary, id, seal));
    }

    private BsonDocument DocumentOf(RowImage row) =>
        new() { ["_id"] = row.Id.Key, ["v"] = RowSeal.Close(row.Image, row.Id, seal) };
}
