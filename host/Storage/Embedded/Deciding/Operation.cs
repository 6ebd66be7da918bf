using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>One call of a port on its way: it names the rows it must know, is decided in its turn, and is
/// answered once everything that was decided up to it is on disk.</summary>
internal abstract class Operation : JournalEntry
{
    /// <summary>The rows it changed; none when it only read.</summary>
    public IReadOnlyList<RowImage> Rows { get; set; } = [];

    /// <summary>Rows to fetch before it can be decided.</summary>
    public IReadOnlyList<RowId>? Wanted { get; set; }

    /// <summary>Rows that were fetched for it, all at the same moment.</summary>
    public IReadOnlyDictionary<RowId, byte[]?>? Fetched { get; set; }

    /// <summary>How often rows were fetched for it.</summary>
    public int Fetches { get; set; }

    /// <summary>Adds the rows it must know.</summary>
    public abstract void Needs(RowView rows, List<RowId> into);

    public abstract void Decide(Decision decision);

    /// <summary>Answers the caller; called when it is on disk.</summary>
    public abstract void Complete();
}

/// <summary>An operation with an answer.</summary>
internal abstract class Operation<T> : Operation
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _decided = default!;

    public Task<T> Answer => _answer.Task;

    /// <summary>Where it waits for its turn; it leaves when it is answered.</summary>
    public Room? Room { get; set; }

    public sealed override void Decide(Decision decision) => _decided = Answered(decision);

    public sealed override void Complete()
    {
        Room?.Leave();
        _answer.TrySetResult(_decided);
    }

    public sealed override void Fail(StoreFailedException why)
    {
        Room?.Leave();
        _answer.TrySetException(why);
    }

    /// <summary>Checks, then changes, and says what came of it.</summary>
    protected abstract T Answered(Decision decision);
}

/// <summary>An operation that is told by two functions.</summary>
internal sealed class Asking<T>(Func<RowView, IEnumerable<RowId>>? needs, Func<Decision, T> decide) : Operation<T>
{
    public override void Needs(RowView rows, List<RowId> into) => into.AddRange(needs?.Invoke(rows) ?? []);

    protected override T Answered(Decision decision) => decide(decision);
}
