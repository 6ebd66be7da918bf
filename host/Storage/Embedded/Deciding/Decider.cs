using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Projecting;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Journal;
using IntegrationHost.Storage.Payloads;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>Where operations are decided, one after another, each on the thread of who asks: against memory and the
/// rows it asked for. What it changed goes into the journal's queue, and the next one is decided without waiting for
/// the disk. The caller is answered by the journal's thread when everything up to it is on disk. A fault while deciding
/// stops the store for good: memory may then be ahead of the journal.</summary>
internal sealed class Decider : IProjectionNews, IAsyncDisposable
{
    /// <summary>Frames that may wait for the projection; more callers than that wait themselves.</summary>
    public const int UnappliedMost = 20_000;

    // Under the journal's own bound, so that nobody waits for the disk while he holds the others up.
    private const int AskedMost = 4096;
    private const int FetchesMost = 4;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Room _room = new(AskedMost);
    private readonly Overlay _overlay = new();
    private readonly Unit _unit = new();
    private readonly ImageWriter _work = new();
    private readonly List<RowId> _unknown = [];
    private readonly Queue<Operation> _delayed = [];
    private readonly RowView _rows;
    private readonly Predicate<RowId> _known;
    private readonly Decision _decision;
    private readonly StoreState _state;
    private readonly Journal.Journal _journal;
    private readonly Projection _projection;
    private readonly IPayloadSeal _seal;
    private readonly TimeProvider _time;
    private readonly ITimer _beat;
    private StoreFailedException? _failure;
    private long _beaten;
    private long _handedOn;

    public Decider(
        StoreState state, Journal.Journal journal, Projection projection, IPayloadSeal seal, TimeProvider time)
    {
        (_state, _journal, _projection, _seal, _time) = (state, journal, projection, seal, time);
        _rows = new RowView(_overlay, state.Filter, _unit);
        _known = _rows.Knows;
        _decision = new Decision(state, _rows, _unit);
        _beaten = _handedOn = journal.Next;
        projection.Start(this);
        _beat = time.CreateTimer(_ => Beat(), null, BeatEvery, BeatEvery);
    }

    public StoreFailedException? Failure => Volatile.Read(ref _failure) ?? _journal.Failure;

    /// <summary>Decides an operation; ends when everything up to it is on disk.</summary>
    public Task<T> AskAsync<T>(Func<Decision, T> decide, CancellationToken cancel) => AskAsync(null, decide, cancel);

    /// <inheritdoc cref="AskAsync{T}(Func{Decision, T}, CancellationToken)"/>
    /// <param name="needs">The rows it must know; asked again after those were fetched, as long as any is
    /// unknown.</param>
    /// <param name="decide">Checks, then changes.</param>
    /// <param name="cancel">Gives up waiting for a turn; what has its turn will happen.</param>
    public Task<T> AskAsync<T>(
        Func<RowView, IEnumerable<RowId>>? needs, Func<Decision, T> decide, CancellationToken cancel) =>
        AskAsync(new Asking<T>(needs, decide), cancel);

    /// <inheritdoc cref="AskAsync{T}(Func{Decision, T}, CancellationToken)"/>
    public Task<T> AskAsync<T>(Operation<T> operation, CancellationToken cancel)
    {
        operation.Room = _room;
        var entered = _room.EnterAsync(cancel);
        return entered.IsCompletedSuccessfully ? Ask(operation) : AskLaterAsync(operation, entered);
    }

    /// <summary>The rows of a table whose key begins so, everything decided before included.</summary>
    public async Task<IReadOnlyList<byte[]>> ScanAsync(Table table, string prefix, CancellationToken cancel)
    {
        await AskAsync(_ => true, cancel); // Behind the journal, so behind everything that was handed on.
        return await _projection.ScanAsync(table, prefix);
    }

    /// <summary>Everything before this position is on disk and was given to the projection; called by the journal's
    /// thread.</summary>
    public void HandedOn(long before) => Volatile.Write(ref _handedOn, before);

    public void Applied(long before)
    {
        var decided = new List<Operation>();
        lock (_gate)
        {
            _overlay.Applied(before);
            while (_overlay.Waiting < UnappliedMost && _delayed.TryDequeue(out var operation))
            {
                TryDecide(operation);
                decided.Add(operation);
            }
        }

        decided.ForEach(Fetch);
    }

    public void Fetched(Operation operation, IReadOnlyDictionary<RowId, byte[]?> rows)
    {
        operation.Fetched = rows;
        lock (_gate)
        {
            TryDecide(operation);
        }

        Fetch(operation);
    }

    public void Known(IReadOnlyList<RowId> rows, bool all)
    {
        lock (_gate)
        {
            foreach (var id in rows)
            {
                _state.Filter.Add(id);
            }

            _state.Filter.IsComplete |= all;
        }
    }

    public void Failed(StoreFailedException why)
    {
        lock (_gate)
        {
            Stop(why);
        }
    }

    /// <summary>Takes no more; what was decided will be written.</summary>
    public async ValueTask DisposeAsync()
    {
        await _beat.DisposeAsync();
        Beat(); // The last word of a state that is closed in order: all before it was on disk.
        lock (_gate)
        {
            Stop(new StoreFailedException("it was closed"));
        }
    }

    private async Task<T> AskLaterAsync<T>(Operation<T> operation, Task entered)
    {
        await entered;
        return await Ask(operation);
    }

    private Task<T> Ask<T>(Operation<T> operation)
    {
        lock (_gate)
        {
            if (_overlay.Waiting < UnappliedMost)
            {
                TryDecide(operation);
            }
            else
            {
                _delayed.Enqueue(operation);
            }
        }

        Fetch(operation);
        return operation.Answer;
    }

    // Not under the lock: others are decided while the projection reads.
    private void Fetch(Operation operation)
    {
        if (operation.Wanted is { } rows)
        {
            operation.Wanted = null;
            _projection.Fetch(operation, rows);
        }
    }

    private void TryDecide(Operation operation)
    {
        if (Failure is { } failure)
        {
            operation.Fail(failure);
            return;
        }

        try
        {
            Decide(operation);
        }
        catch (Exception fault)
        {
            Stop(fault as StoreFailedException ?? new StoreFailedException(fault.Message, fault));
            operation.Fail(_failure!);
        }
    }

    private void Decide(Operation operation)
    {
        _unit.Begin(_journal.Next);
        _rows.Fetched = operation.Fetched;
        _unknown.Clear();
        operation.Needs(_rows, _unknown);
        _unknown.RemoveAll(_known);
        if (_unknown.Count > 0)
        {
            // All of them anew, at one moment: what was fetched a round ago may have changed since.
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(operation.Fetches++, FetchesMost);
            operation.Wanted = [.. operation.Fetched?.Keys ?? [], .. _unknown];
            return;
        }

        operation.Decide(_decision);
        if (_unit.IsEmpty && Volatile.Read(ref _handedOn) == _journal.Next)
        {
            operation.Complete(); // It saw nothing that is not on disk.
            return;
        }

        if (!_unit.IsEmpty)
        {
            Compose(operation);
        }

        _journal.Enqueue(operation);
        if (operation.Rows.Count > 0)
        {
            _overlay.Put(operation.Position, operation.Rows);
        }
    }

    private void Compose(Operation operation)
    {
        var work = _seal.Seal(UnitFrame.WorkOf(_unit.Rows, _unit.Tells, _work));
        operation.Body = UnitFrame.Body(_time.GetUtcNow().UtcTicks, work, _unit.Payloads, _work);
        operation.Rows = _unit.Rows.ToArray();
        foreach (var row in operation.Rows)
        {
            if (KeyFilter.Knows(row.Id.Table))
            {
                _state.Filter.Add(row.Id);
            }
        }
    }

    private void Beat()
    {
        lock (_gate)
        {
            if (Failure is null && _journal.Next != _beaten)
            {
                _journal.Enqueue(new BeatEntry(UnitFrame.BeatBody(_time.GetUtcNow().UtcTicks, _work)));
                _beaten = _journal.Next;
            }
        }
    }

    private void Stop(StoreFailedException why)
    {
        Volatile.Write(ref _failure, _failure ?? why);
        while (_delayed.TryDequeue(out var operation))
        {
            operation.Fail(_failure!);
        }
    }

    private sealed class BeatEntry : JournalEntry
    {
        public BeatEntry(byte[] body) => Body = body;

        public override void Fail(StoreFailedException why)
        {
            // Nobody waits for it.
        }
    }
}
