using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Storage.Tests.Journaling;

/// <summary>An entry whose fate can be awaited: where it stands, or why it failed.</summary>
internal sealed class WaitingEntry : JournalEntry
{
    private readonly TaskCompletionSource<long> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WaitingEntry(ReadOnlyMemory<byte> body) => Body = body;

    public Task<long> Done => _done.Task;

    public void Complete() => _done.TrySetResult(Position);

    public override void Fail(StoreFailedException why) => _done.TrySetException(why);
}
