using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>Pruning and health.</summary>
internal sealed class EmbeddedUpkeep(OwnerThread owner, StoreState state, string path, TimeProvider time) : IUpkeep
{
    private const int RowsMost = 500;

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel) => owner.WriteAsync(database =>
    {
        var waiting = state.Pending.Rows.Select(row => RowKey.Of(row.Record)).ToHashSet();
        return Prune(database.Deliveries(), before, _ => true)
            + Prune(database.History(), before, id => !waiting.Contains(Tables.RecordKeyOf(id)))
            + Prune(database.Inputs(), before, id => !waiting.Contains(id));
    }, cancel);

    public async Task<StoreHealth> HealthAsync(CancellationToken cancel)
    {
        if (owner.Failure is { } failure)
        {
            return new StoreHealth(false, failure.Message, SizeOnDisk(), 0);
        }

        var asked = time.GetTimestamp();
        var pending = await owner.ReadAsync(_ => state.Pending.ChangeCount, cancel);
        var answered = time.GetElapsedTime(asked);
        return new StoreHealth(true, $"answered in {answered.TotalMilliseconds:0} ms", SizeOnDisk(), pending);
    }

    private static int Prune(ILiteCollection<BsonDocument> rows, DateTimeOffset before, Func<string, bool> mayGo)
    {
        var old = rows.Find(BsonExpression.Create("$.at < @0", before.UtcTicks))
            .Select(row => row["_id"].AsString).Where(mayGo).Take(RowsMost).ToList();
        old.ForEach(id => rows.Delete(id));
        return old.Count;
    }

    private long SizeOnDisk() => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
