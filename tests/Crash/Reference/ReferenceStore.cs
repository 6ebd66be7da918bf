using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage;

namespace IntegrationHost.Crash.Reference;

/// <summary>The four ports over plain memory. It forgets all when the process ends: a store on disk must not.</summary>
internal sealed class ReferenceStore(ReferenceState state) : IStateStore
{
    public ReferenceState State => state;

    public IInbox Inbox { get; } = new ReferenceInbox(state);

    public ILedger Ledger { get; } = new ReferenceLedger(state);

    public IHistory History { get; } = new ReferenceHistory(state);

    public IUpkeep Upkeep { get; } = new NoUpkeep();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class NoUpkeep : IUpkeep
    {
        public Task<int> PruneAsync(DateTimeOffset before, CancellationToken cancel) => Task.FromResult(0);

        public Task BackupAsync(Stream to, CancellationToken cancel) => throw new NotSupportedException("in memory");

        public Task<StoreHealth> HealthAsync(CancellationToken cancel) =>
            Task.FromResult(new StoreHealth(true, "in memory", 0, 0));
    }
}
