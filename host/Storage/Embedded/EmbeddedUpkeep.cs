using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>Pruning and health.</summary>
internal sealed class EmbeddedUpkeep(OwnerThread owner, StoreState state, string path, TimeProvider time) : IUpkeep
{
    private const int RowsMost = 500;

    public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel) => owner.WriteAsync(database =>
        new[] { database.Deliveries(), database.History() }.Sum(rows => Prune(rows, before.UtcTicks)), cancel);

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

    private static int Prune(ILiteCollection<BsonDocument> rows, long beforeTicks)
    {
        var old = rows.Find(BsonExpression.Create("$.at < @0", beforeTicks)).Take(RowsMost).ToList();
        old.ForEach(row => rows.Delete(row["_id"]));
        return old.Count;
    }

    private long SizeOnDisk() => new FileInfo(path) is { Exists: true } file ? file.Length : 0;
}
