using System.Threading.Channels;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Collects what callers ask at the same time into groups, and has a few groups written at once. A job that
/// finds no group under way is written at once; another group begins beside it only when enough wait for it, so that
/// groups are large when there is much to do, and each takes its share of that, so that the writers work beside each
/// other. Two jobs that touch the same thing never share a group. Once a job is here it will happen.</summary>
internal sealed class Batcher<TJob> : IAsyncDisposable
    where TJob : class, Batcher<TJob>.IJob
{
    private const int WaitingMost = 8192;
    private const int ShareLeast = 64; // By weight: less than that is not worth another group.

    private readonly Channel<TJob> _waiting = Channel.CreateBounded<TJob>(
        new BoundedChannelOptions(WaitingMost) { SingleReader = true });

    private readonly Func<IReadOnlyList<TJob>, int, Task> _write;
    private readonly int _writers;
    private readonly int _weightMost;
    private readonly int _companyLeast;
    private readonly Stack<int> _free;
    private readonly List<Task<int>> _running = [];
    private readonly Task _ended;
    private TJob? _left;
    private int _underWay;

    /// <param name="writers">Groups written at once.</param>
    /// <param name="weightMost">Of a group; a heavier job is a group of its own.</param>
    /// <param name="companyLeast">Jobs of a group that begins beside another one.</param>
    /// <param name="write">Writes a group as one unit and answers its jobs; gets the number of the writer.</param>
    public Batcher(int writers, int weightMost, int companyLeast, Func<IReadOnlyList<TJob>, int, Task> write)
    {
        _weightMost = weightMost;
        _companyLeast = companyLeast;
        _writers = writers;
        _write = write;
        _free = new Stack<int>(Enumerable.Range(0, writers));
        _ended = Task.Run(RunAsync);
    }

    /// <summary>What a caller asks.</summary>
    public interface IJob
    {
        /// <summary>How much of a group it takes.</summary>
        int Weight { get; }

        /// <summary>Adds what it touches; false, and nothing added, when one of the group touches it too.</summary>
        bool Joins(HashSet<Guid> touched);

        void Fail(Exception fault);
    }

    public async Task AddAsync(TJob job, CancellationToken cancel)
    {
        try
        {
            await _waiting.Writer.WriteAsync(job, cancel);
        }
        catch (ChannelClosedException)
        {
            throw new StoreFailedException("it was closed");
        }
    }

    /// <summary>Writes what waits and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _ended;
    }

    private async Task RunAsync()
    {
        var group = new Group();
        while (group.Jobs.Count > 0 || _left is not null || await _waiting.Reader.WaitToReadAsync())
        {
            var full = Fill(group);
            var alone = _running.Count == 0;
            if (_free.Count > 0 && (full || alone || group.Jobs.Count >= _companyLeast))
            {
                Interlocked.Add(ref _underWay, group.Jobs.Count);
                _running.Add(WriteAsync(group.Jobs, _free.Pop()));
                group = new Group();
            }
            else
            {
                await MoreAsync(waitForCompany: _free.Count > 0);
            }

            foreach (var done in _running.Where(running => running.IsCompleted).ToArray())
            {
                _running.Remove(done);
                _free.Push(await done);
            }
        }

        await Task.WhenAll(_running);
    }

    // Until a writer is free, or there is more to write.
    private async Task MoreAsync(bool waitForCompany)
    {
        var freed = Task.WhenAny(_running);
        Task more = waitForCompany ? _waiting.Reader.WaitToReadAsync().AsTask() : freed;
        if (await Task.WhenAny(freed, more) == more && more is Task<bool> read && !await read)
        {
            await freed; // Nothing more will come.
        }
    }

    // True when no other job may join.
    private bool Fill(Group group)
    {
        while (_left is not null || _waiting.Reader.TryRead(out _left))
        {
            if (HasItsShare(group))
            {
                return true;
            }

            if (group.Jobs.Count > 0 && group.Weight + _left.Weight > _weightMost || !_left.Joins(group.Touched))
            {
                return true; // It opens the next group.
            }

            group.Weight += _left.Weight;
            group.Jobs.Add(_left);
            _left = null;
        }

        return group.Weight >= _weightMost || HasItsShare(group);
    }

    private bool HasItsShare(Group group) => group.Weight >= ShareLeast && group.Jobs.Count * _writers
        >= group.Jobs.Count + _waiting.Reader.Count + (_left is null ? 0 : 1) + Volatile.Read(ref _underWay);

    private async Task<int> WriteAsync(List<TJob> jobs, int writer)
    {
        await Task.Yield(); // The next group is collected meanwhile.
        await WriteOrFailAsync(jobs, writer);
        Interlocked.Add(ref _underWay, -jobs.Count);
        return writer;
    }

    private async Task WriteOrFailAsync(List<TJob> jobs, int writer)
    {
        try
        {
            await _write(jobs, writer);
        }
        catch (Exception fault) when (Faults.IsOfTheData(fault) && jobs.Count > 1)
        {
            // One of them holds what cannot be kept; the others shall not suffer for it.
            foreach (var job in jobs)
            {
                await WriteOrFailAsync([job], writer);
            }
        }
        catch (Exception fault)
        {
            jobs.ForEach(job => job.Fail(fault));
        }
    }

    private sealed class Group
    {
        public List<TJob> Jobs { get; } = [];

        public HashSet<Guid> Touched { get; } = [];

        public int Weight { get; set; }
    }
}
