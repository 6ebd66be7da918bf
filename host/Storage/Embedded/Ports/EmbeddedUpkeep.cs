using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Keeping;
using IntegrationHost.Storage.Embedded.Projecting;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Ports;

/// <summary>Pruning, backup and health.</summary>
internal sealed class EmbeddedUpkeep(
    Decider decider, StoreState state, StoreFiles files, Projection projection, Retention retention,
    EmbeddedOptions options) : IUpkeep
{
    public async Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel) =>
        await decider.AskAsync(decision => Forget(decision, before), cancel)
        + await retention.RunAsync(before, cancel);

    public async Task BackupAsync(Stream to, CancellationToken cancel)
    {
        using var held = await retention.HoldAsync(cancel);
        var snapshot = await projection.SnapshotAsync();
        await decider.AskAsync(_ => true, cancel); // Behind it everything is durable that was answered before.
        await new BackupWriter(options.Disk).WriteAsync(snapshot, files.Journal.Segments, to, cancel);
    }

    public async Task<StoreHealth> HealthAsync(CancellationToken cancel)
    {
        if (decider.Failure is { } failure)
        {
            return Health(false, failure.Message, 0);
        }

        var asked = options.Time.GetTimestamp();
        var pending = await decider.AskAsync(_ => state.Pending.ChangeCount, cancel);
        var answered = options.Time.GetElapsedTime(asked);
        return Health(true, $"answered in {answered.TotalMilliseconds:0} ms", pending);
    }

    private StoreHealth Health(bool ok, string detail, int pending) => new(ok, detail, files.BytesOnDisk, pending)
    {
        Kind = "embedded",
        Encryption = options.Seal.Describe,
        Warnings = files.Warnings(),
    };

    private int Forget(Decision decision, DateTimeOffset before)
    {
        if (before <= state.PrunedBefore)
        {
            return 0;
        }

        state.PrunedBefore = before;
        decision.Unit.Put(
            new RowId(Table.Meta, Loading.PrunedKey), SmallRows.Of(before.UtcTicks, decision.Images));
        var deliveries = state.Deliveries.Forget(before.UtcTicks);
        if (deliveries > 0)
        {
            decision.Unit.Delete(DeliveryRow.Before(before.UtcTicks));
        }

        return deliveries;
    }
}
