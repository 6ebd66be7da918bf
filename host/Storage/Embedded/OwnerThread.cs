using System.Threading.Channels;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>The one thread that touches LiteDB. It collects what waits into a group, commits the group, has it
/// synced, and only then answers. An exception inside a group stops the store for good: a rollback is not safe in
/// LiteDB 5.0.20, and what the file holds then is decided by opening it again.</summary>
internal sealed class OwnerThread : IAsyncDisposable
{
    private const int GroupMost = 256;
    private const int WaitingMost = 4096;

    private readonly Channel<Operation> _mailbox = Channel.CreateBounded<Operation>(
        new BoundedChannelOptions(WaitingMost) { SingleReader = true });

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LiteDatabase _database;
    private volatile StoreFailedException? _failure;

    public OwnerThread(LiteDatabase database)
    {
        _database = database;
        new Thread(Run) { IsBackground = true, Name = "ihost state" }.Start();
    }

    public StoreFailedException? Failure => _failure;

    /// <summary>Runs an operation that changes something; ends when it is on disk. It must check before it writes: an
    /// exception after its first write stops the store.</summary>
    public Task<T> WriteAsync<T>(Func<LiteDatabase, T> run, CancellationToken cancel) => AskAsync(run, true, cancel);

    /// <summary>Runs an operation that changes nothing; it sees everything acknowledged before.</summary>
    public Task<T> ReadAsync<T>(Func<LiteDatabase, T> run, CancellationToken cancel) => AskAsync(run, false, cancel);

    public async ValueTask DisposeAsync()
    {
        _mailbox.Writer.TryComplete();
        await _ended.Task;
    }

    private async Task<T> AskAsync<T>(Func<LiteDatabase, T> run, bool writes, CancellationToken cancel)
    {
        if (_failure is { } failure)
        {
            throw failure;
        }

        var operation = new Operation<T>(run, writes);
        try
        {
            await _mailbox.Writer.WriteAsync(operation, cancel);
        }
        catch (ChannelClosedException)
        {
            throw new StoreFailedException("it was closed");
        }

        // Once it is in the mailbox it will happen: giving up on the answer would leave its caller in doubt.
        return await operation.Answer.Task;
    }

    private void Run()
    {
        var group = new List<Operation>(GroupMost);
        while (_mailbox.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            while (group.Count < GroupMost && _mailbox.Reader.TryRead(out var operation))
            {
                group.Add(operation);
            }

            RunGroup(group);
        }

        _ended.TrySetResult();
    }

    private void RunGroup(List<Operation> group)
    {
        try
        {
            if (_failure is { } failure)
            {
                throw failure;
            }

            var writes = group.Exists(operation => operation.Writes);
            if (writes && !_database.BeginTrans())
            {
                throw new StoreFailedException("a transaction was left open");
            }

            group.ForEach(operation => operation.Run(_database));
            if (writes)
            {
                if (!_database.Commit())
                {
                    throw new StoreFailedException("a commit was refused");
                }

                _database.Checkpoint(); // Waits for LiteDB's writer and syncs the file: only now may we answer.
            }

            group.ForEach(operation => operation.Complete());
        }
        catch (Exception fault)
        {
            _failure ??= fault as StoreFailedException ?? new StoreFailedException(fault.Message, fault);
            group.ForEach(operation => operation.Fail(_failure));
        }
    }

    private abstract class Operation(bool writes)
    {
        public bool Writes { get; } = writes;

        public abstract void Run(LiteDatabase database);

        public abstract void Complete();

        public abstract void Fail(Exception fault);
    }

    private sealed class Operation<T>(Func<LiteDatabase, T> run, bool writes) : Operation(writes)
    {
        private T _answer = default!;

        public TaskCompletionSource<T> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Run(LiteDatabase database) => _answer = run(database);

        public override void Complete() => Answer.TrySetResult(_answer);

        public override void Fail(Exception fault) => Answer.TrySetException(fault);
    }
}
