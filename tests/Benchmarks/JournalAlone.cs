using IntegrationHost.Storage;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Benchmarks;

/// <summary>The journal without the store: bytes that were ready before are framed, written, synced and
/// answered.</summary>
internal sealed class JournalAlone : IAsyncDisposable
{
    private readonly Journal _journal;
    private readonly Lock _gate = new();

    public JournalAlone(string folder) => _journal = Journal.Open(
        LocalDisk.Instance, folder, new JournalOptions(), 0, group =>
        {
            foreach (var entry in group)
            {
                ((Entry)entry).Done.SetResult();
            }
        });

    public Task AppendAsync(byte[] bytes)
    {
        var entry = new Entry { Body = bytes };
        lock (_gate)
        {
            _journal.Enqueue(entry);
        }

        return entry.Done.Task;
    }

    public ValueTask DisposeAsync() => _journal.DisposeAsync();

    private sealed class Entry : JournalEntry
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Fail(StoreFailedException why) => Done.SetException(why);
    }
}
