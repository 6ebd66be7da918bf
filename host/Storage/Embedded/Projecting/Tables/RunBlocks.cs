using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;
using LiteDB;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>The documents in which a table's runs stand: a head for each whole run, and its blocks. Blocks without a
/// head are what an end in the middle left behind.</summary>
internal sealed class RunBlocks(Table table, ILiteCollection<BsonDocument> documents, IPayloadSeal seal)
{
    private const string RowsField = "n";
    private const string Last = "\uffff";

    /// <summary>All whole runs, the oldest first.</summary>
    public IEnumerable<Run> Runs() => Documents(Run.Heads, Run.Heads + Last)
        .Select(head => Run.Of(head["_id"].AsString, head[RowsField].AsInt32));

    /// <summary>The numbers of all runs of which there are blocks, one look-up for each.</summary>
    public IEnumerable<long> Numbers()
    {
        var after = Run.Heads + Last;
        while (LiteKeys.Of(documents, BsonExpression.Create("$._id > @0", after), 1) is [var id])
        {
            var run = new Run(Run.NumberOf(id), 0);
            yield return run.Number;
            after = run.End;
        }
    }

    public void AddHead(Run run) => documents.Insert(new BsonDocument { ["_id"] = run.Head, [RowsField] = run.Rows });

    public void DeleteHead(Run run) => documents.Delete(run.Head);

    public void Add(Run run, string firstKey, byte[] image)
    {
        var id = run.IdOf(firstKey);
        documents.Insert(new BsonDocument { ["_id"] = id, ["v"] = RowSeal.Close(image, new RowId(table, id), seal) });
    }

    public void Delete(string id) => documents.Delete(id);

    /// <summary>The ids of a run's blocks, in order; LiteDB reads no documents for it.</summary>
    public IReadOnlyList<string> IdsOf(Run run) =>
        LiteKeys.Of(documents, Within(run.IdOf(""), run.End), int.MaxValue);

    /// <summary>A block's image.</summary>
    public byte[] Read(string id) => Image(documents.FindById(id));

    /// <summary>The image of the last block that begins with this key or before; null when there is none.</summary>
    public byte[]? ReadAt(Run run, string key) => LastWithin(run.IdOf(""), run.IdOf(key)) is { } block
        ? Image(block)
        : null;

    /// <summary>The rows of all blocks of some runs, in order. LiteDB reads on this thread alone; what it read is
    /// opened on all of them.</summary>
    public IEnumerable<RowImage> RowsOf(IEnumerable<Run> runs)
    {
        var blocks = runs.SelectMany(run => Documents(run.IdOf(""), run.End)).ToArray();
        return blocks.AsParallel().AsOrdered().Select(Opened).AsEnumerable().SelectMany(rows => rows);
    }

    /// <summary>A block at a time: a run may hold millions of rows.</summary>
    public IEnumerable<RowImage> RowsOf(Run run) => IdsOf(run).SelectMany(id => RunBlock.Read(table, Read(id)));

    /// <summary>The rows of a run whose key begins so.</summary>
    public IEnumerable<RowImage> Beginning(Run run, string prefix)
    {
        // The prefix may begin inside the last block that begins before it.
        var before = LastWithin(run.IdOf(""), run.IdOf(prefix));
        return Documents(run.IdOf(prefix), run.IdOf(prefix + Last))
            .Where(block => block["_id"] != before?["_id"])
            .Prepend(before).OfType<BsonDocument>()
            .SelectMany(Opened)
            .Where(row => row.Id.Key.StartsWith(prefix, StringComparison.Ordinal));
    }

    private List<BsonDocument> Documents(string from, string to) => [.. documents.Find(Within(from, to))];

    private BsonDocument? LastWithin(string from, string to) => documents.Query()
        .Where(Within(from, to)).OrderByDescending("$._id").Limit(1).FirstOrDefault();

    // One condition: of two, LiteDB takes one for its index and reads on to the end for the other.
    private static BsonExpression Within(string from, string to) =>
        BsonExpression.Create("$._id BETWEEN @0 AND @1", from, to);

    private List<RowImage> Opened(BsonDocument block) => RunBlock.Read(table, Image(block));

    private byte[] Image(BsonDocument block) =>
        RowSeal.Open(block["v"].AsBinary, new RowId(table, block["_id"].AsString), seal);
}
