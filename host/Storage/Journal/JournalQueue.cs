namespace IntegrationHost.Storage.Journal;

/// <summary>What waits to be written: filled by one thread, emptied in groups by the writer. Bounded in entries and in
/// bytes; who would overfill it waits. Both sides sleep, nobody spins.</summary>
internal sealed class JournalQueue(JournalOptions options, long next)
{
    private readonly object _gate = new();
    private readonly Queue<JournalEntry> _waiting = new();
    private long _next = next;
    private long _bytes;
    private bool _isClosed;
    private bool _writerSleeps;
    private bool _fillerSleeps;
    private StoreFailedException? _failure;

    /// <summary>Where the next frame will stand.</summary>
    public long Next => Volatile.Read(ref _next);

    public StoreFailedException? Failure => Volatile.Read(ref _failure);

    /// <summary>Gives the entry its position and lets it wait.</summary>
    public void Put(JournalEntry entry)
    {
        var length = entry.Body.Length;
        if (length > Frame.BodyMost)
        {
            throw new ArgumentException(
                $"an entry of {length} bytes is too large for the journal, at most {Frame.BodyMost} fit",
                nameof(entry));
        }

        var size = length == 0 ? 0 : Frame.Head + length;
        lock (_gate)
        {
            while (CanTakeNone(size))
            {
                _fillerSleeps = true;
                Monitor.Wait(_gate);
            }

            _fillerSleeps = false;
            ThrowIfOver();
            entry.Position = _next;
            Volatile.Write(ref _next, _next + size);
            _bytes += size;
            _waiting.Enqueue(entry);
            Wake(ref _writerSleeps);
        }
    }

    /// <summary>Waits for entries and takes as many as make a group; false when it was closed and is empty.</summary>
    public bool Take(List<JournalEntry> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                if (_isClosed)
                {
                    return false;
                }

                _writerSleeps = true;
                Monitor.Wait(_gate);
            }

            var bytes = 0L;
            while (_waiting.TryPeek(out var entry))
            {
                var size = entry.Body.IsEmpty ? 0 : Frame.Head + entry.Body.Length;
                if (bytes > 0 && bytes + size > options.GroupBytesMost)
                {
                    break;
                }

                bytes += size;
                group.Add(_waiting.Dequeue());
            }

            _bytes -= bytes;
            Wake(ref _fillerSleeps);
            return true;
        }
    }

    /// <summary>Takes no more; what waits will still be written.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes no more, for good, and moves what waits into the list.</summary>
    public void Fail(StoreFailedException why, List<JournalEntry> waiting)
    {
        lock (_gate)
        {
            Volatile.Write(ref _failure, why);
            _isClosed = true;
            waiting.AddRange(_waiting);
            _waiting.Clear();
            Monitor.PulseAll(_gate);
        }
    }

    private bool CanTakeNone(int size) => !_isClosed && _waiting.Count > 0
        && (_waiting.Count >= options.QueuedMost || _bytes + size > options.QueuedBytesMost);

    private void ThrowIfOver()
    {
        if (_failure is { } failure)
        {
            throw failure;
        }

        if (_isClosed)
        {
            throw new StoreFailedException("the journal was closed");
        }
    }

    private void Wake(ref bool sleeps)
    {
        if (sleeps)
        {
            sleeps = false;
            Monitor.PulseAll(_gate);
        }
    }
}
