using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Keeping;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Storage.Embedded.Projecting;

/// <summary>The one place that touches LiteDB: a thread applies what is durable in batches, and answers look-ups
/// between two rows, so that nobody waits for a batch. While it rests, who looks something up reads himself. A fault
/// stops the store: at the next start the projection is made anew.</summary>
internal sealed class Projection : IAsyncDisposable
{
    private const int BatchFramesMost = 4096;

    // While many callers are at it they come first, until most of what may be put off is put off.
    private const int PutOffMost = Decider.UnappliedMost * 3 / 4;
    private const int ManyFrom = 16; // Frames that became durable together.
    private static readonly TimeSpan BatchFor = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new(); // Of the file; taken before the decider's, never after it.
    private readonly Mailbox<Message> _mail = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProjectionFile _file;
    private readonly Batch _batch = new();
    private readonly SnapshotKeeper _snapshots;
    private readonly ITimer _timer;
    private readonly Action<Func<bool>>? _lend;
    private IProjectionNews? _news;
    private StoreFailedException? _failure;
    private bool _isBusy;
    private bool _closing;

    /// <param name="file">What is on disk.</param>
    /// <param name="snapshots">Takes them when they are due.</param>
    /// <param name="time">The clock.</param>
    /// <param name="lend">Takes what handles one message, if there is one, and lends it a thread from then on; null for
    /// a thread of its own.</param>
    public Projection(ProjectionFile file, SnapshotKeeper snapshots, TimeProvider time, Action<Func<bool>>? lend)
    {
        (_file, _snapshots, _lend) = (file, snapshots, lend);
        _timer = time.CreateTimer(_ => _mail.Post(Message.Tick), null, BatchFor, BatchFor);
    }

    /// <summary>Where the next frame to be applied stands.</summary>
    public long Applied { get; private set; }

    /// <summary>Why it cannot go on; null while all is well.</summary>
    public StoreFailedException? Failure => _failure;

    public void Start(IProjectionNews news)
    {
        _news = news;
        Applied = _file.Applied;
        _mail.Post(Message.Learn);
        if (_lend is not null)
        {
            _lend(TurnOnLentThread);
            return;
        }

        new Thread(Run) { IsBackground = true, Name = "ihost projection" }.Start();
    }

    /// <summary>Hands on what is durable; called by the journal's thread, which keeps the list.</summary>
    public void Feed(IReadOnlyList<JournalEntry> group)
    {
        var units = group.OfType<Operation>().Where(operation => operation.Rows.Count > 0)
            .Select(operation => (operation.Rows, operation.End)).ToArray();
        if (units.Length > 0)
        {
            _mail.Post(new FeedMessage(units));
        }
    }

    /// <summary>Looks rows up and gives the operation back with them: here and now where nobody is at the file, which
    /// saves two changes of thread, else between two rows of the batch that is being applied.</summary>
    public void Fetch(Operation operation, IReadOnlyList<RowId> rows)
    {
        var fetch = new FetchMessage(operation, rows);
        if (!_gate.TryEnter())
        {
            _mail.PostFirst(fetch);
            return;
        }

        try
        {
            // With the gate held: nothing is applied between the look and the decision.
            HandleOrFail(fetch);
        }
        finally
        {
            _gate.Exit();
        }
    }

    /// <summary>The images of rows whose key begins so, with all that was fed before.</summary>
    public async Task<IReadOnlyList<byte[]>> ScanAsync(Table table, string prefix) =>
        await AskAsync<IReadOnlyList<byte[]>>(() => [.. _file.Beginning(table, prefix).Select(row => row.Image!)]);

    /// <summary>Takes a snapshot of all that was fed before; answers up to where it goes.</summary>
    public async Task<Snapshot> SnapshotAsync()
    {
        var begun = await AskAsync(() => _snapshots.Begin(_file, Applied));
        return await begun;
    }

    /// <summary>Applies what was fed and ends; the file stays open.</summary>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        _mail.Post(Message.Close);
        await _ended.Task;
    }

    private async Task<T> AskAsync<T>(Func<T> ask)
    {
        var question = new Question<T>(ask);
        _mail.Post(question);
        return await question.Answer.Task;
    }

    private void Run()
    {
        while (!_closing)
        {
            var message = _mail.Take();
            lock (_gate)
            {
                HandleOrFail(message);
            }
        }

        _ended.TrySetResult();
    }

    private bool TurnOnLentThread()
    {
        if (_closing || !_mail.TryTake(out var message))
        {
            return false;
        }

        lock (_gate)
        {
            HandleOrFail(message!);
        }

        if (_closing)
        {
            _ended.TrySetResult();
        }

        return true;
    }

    private void HandleOrFail(Message message)
    {
        try
        {
            if (_failure is { } failure)
            {
                throw failure;
            }

            Handle(message);
        }
        catch (Exception fault)
        {
            _failure ??= fault as StoreFailedException ?? new StoreFailedException(fault.Message, fault);
            _news!.Failed(_failure);
            message.Fail(_failure);
            _closing |= message == Message.Close;
        }
    }

    private void Handle(Message message)
    {
        switch (message)
        {
            case FetchMessage fetch:
                Answer(fetch);
                break;
            case FeedMessage feed:
                foreach (var (rows, end) in feed.Units)
                {
                    _batch.Add(rows, end);
                }

                _isBusy = feed.Units.Length >= ManyFrom;
                if (_batch.Frames >= (_isBusy ? PutOffMost : BatchFramesMost))
                {
                    Apply();
                }

                break;
            case QuestionMessage question:
                Apply();
                question.Ask();
                break;
            case var _ when message == Message.Learn:
                Learn();
                break;
            case var _ when message == Message.Tick:
                if (!_isBusy)
                {
                    Apply();
                }

                _isBusy = false; // Unless more has come by the next tick.
                break;
            default:
                Apply();
                _closing = true;
                break;
        }
    }

    private void Answer(FetchMessage fetch) => _news!.Fetched(
        fetch.Operation, fetch.Rows.Distinct().ToDictionary(id => id, _file.Find));

    private void Apply()
    {
        if (_batch.Frames == 0)
        {
            return;
        }

        _file.Apply(_batch.Rows(), _batch.End, AnswerFetches);
        _batch.Clear();
        Applied = _batch.End;
        _news!.Applied(Applied);
        // On a lent thread LiteDB's own writer is waited for: who lends it wants nothing to go on beside.
        if ((_lend is not null || _file.LogBytes > ProjectionFile.LogBytesMost) && !_snapshots.IsBusy)
        {
            _file.Checkpoint();
        }

        if (_snapshots.IsDue(Applied))
        {
            // Its fault is told by the health of the store; the work goes on.
            _ = _snapshots.Begin(_file, Applied);
        }
    }

    private void AnswerFetches()
    {
        while (_mail.TryTakeFirst(out var message))
        {
            Answer((FetchMessage)message!);
        }
    }

    // A part at a time: the filter of known keys is filled while the store works.
    private void Learn()
    {
        var rows = _file.Learn();
        _news!.Known(rows ?? [], all: rows is null);
        if (rows is not null)
        {
            _mail.Post(Message.Learn);
        }
    }

    private class Message
    {
        public static readonly Message Tick = new();
        public static readonly Message Learn = new();
        public static readonly Message Close = new();

        public virtual void Fail(StoreFailedException why)
        {
            // Nobody waits for it.
        }
    }

    private sealed class FeedMessage((IReadOnlyList<Frames.RowImage> Rows, long End)[] units) : Message
    {
        public (IReadOnlyList<Frames.RowImage> Rows, long End)[] Units => units;
    }

    private sealed class FetchMessage(Operation operation, IReadOnlyList<RowId> rows) : Message
    {
        public Operation Operation => operation;

        public IReadOnlyList<RowId> Rows => rows;

        public override void Fail(StoreFailedException why) => operation.Fail(why);
    }

    private abstract class QuestionMessage : Message
    {
        public abstract void Ask();
    }

    private sealed class Question<T>(Func<T> ask) : QuestionMessage
    {
        public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Ask() => Answer.TrySetResult(ask());

        public override void Fail(StoreFailedException why) => Answer.TrySetException(why);
    }
}
