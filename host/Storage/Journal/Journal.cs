using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Journal;

/// <summary>An append-only file in segments: the durable truth of the embedded store. One thread enqueues; groups are
/// written and synced by a thread of the journal's own; reads come from any thread. A position is the number of bytes
/// since the beginning of the whole journal and stays what it is for ever.</summary>
internal sealed class Journal : IAsyncDisposable
{
    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly SegmentList _segments;
    private readonly SegmentReaders _readers;
    private readonly JournalQueue _queue;
    private readonly JournalWriter _writer;

    private Journal(IDisk disk, string folder, SegmentList segments, JournalQueue queue, JournalWriter writer)
    {
        (_disk, _folder, _segments, _queue, _writer) = (disk, folder, segments, queue, writer);
        _readers = new SegmentReaders(disk);
    }

    /// <summary>The oldest position still there.</summary>
    public long First => _segments.First;

    /// <summary>Where the next enqueued frame will stand.</summary>
    public long Next => _queue.Next;

    /// <summary>Everything before it is on disk.</summary>
    public long Durable => _writer.Durable;

    /// <summary>Why nothing more can be written; none while all is well.</summary>
    public StoreFailedException? Failure => _queue.Failure;

    /// <summary>As they are now, oldest first; the last one ends at <see cref="Durable"/> and grows.</summary>
    public IReadOnlyList<JournalSegment> Segments
    {
        get
        {
            // In this order: a segment that is added in between begins at or behind what was durable before.
            var durable = Durable;
            var all = _segments.All;
            var last = all[^1];
            return [.. all.SkipLast(1), last with { End = Math.Max(durable, last.Start) }];
        }
    }

    /// <summary>What the segments take, the unused rest of the last one included.</summary>
    public long BytesOnDisk
    {
        get
        {
            var last = _segments.All[^1];
            using var reading = _readers.Take(last);
            return last.Start - First + reading.File.Length;
        }
    }

    /// <summary>Opens the folder's journal, or makes it. A tail that a crash tore is cut; what is left is on disk when
    /// this returns.</summary>
    /// <param name="disk">Where it is.</param>
    /// <param name="folder">Its folder; nothing else should be in there.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="knownDurable">Up to here the caller knows it was durable: the witness against a lost end.</param>
    /// <param name="onDurable">Called on the journal's thread, in order, once per group; the list is only lent.</param>
    /// <exception cref="StoreUnusableException">It is damaged or cannot be read.</exception>
    public static Journal Open(IDisk disk, string folder, JournalOptions options, long knownDurable,
        Action<IReadOnlyList<JournalEntry>> onDurable)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.GroupBytesMost, JournalOptions.GroupBytesLimit);
        try
        {
            var (segments, last, tail) = JournalRecovery.Open(disk, folder, options, knownDurable);
            var queue = new JournalQueue(options, tail);
            var writer = new JournalWriter(disk, folder, options, segments, queue, last, onDurable);
            return new Journal(disk, folder, segments, queue, writer);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"the journal in '{folder}' cannot be opened: {fault.Message}", fault);
        }
    }

    /// <summary>Gives the entry its position and lets it be written; waits where too much waits already. For one thread
    /// only.</summary>
    /// <exception cref="ArgumentException">The body is larger than <see cref="Frame.BodyMost"/>.</exception>
    /// <exception cref="StoreFailedException">The journal has failed or was closed.</exception>
    public void Enqueue(JournalEntry entry)
    {
        _queue.Put(entry);
        _writer.Enqueued();
    }

    /// <summary>The body at the position of a durable frame, checked.</summary>
    /// <exception cref="PositionDroppedException">Its segment was dropped.</exception>
    /// <exception cref="StoreUnusableException">It is not as it was written.</exception>
    public byte[] Read(long position)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Durable);
        var segment = _segments.Of(position);
        using var reading = Take(segment);
        var found = new FrameReader(reading.File, segment.Start, FrameReader.OneBytes).Read(position);
        return found.IsInPlace ? found.Body.ToArray() : throw Damaged(segment, position);
    }

    /// <summary>All frames from one on that are durable when this begins. Bodies may be kept.</summary>
    /// <exception cref="PositionDroppedException">A segment was dropped.</exception>
    /// <exception cref="StoreUnusableException">A frame is not as it was written.</exception>
    public IEnumerable<(long Position, ReadOnlyMemory<byte> Body)> Scan(long from)
    {
        var (position, end) = (from, Durable);
        while (position < end)
        {
            var segment = _segments.Of(position);
            var segmentEnd = Math.Min(segment.End, end);
            using var reading = Take(segment);
            var reader = new FrameReader(reading.File, segment.Start);
            while (position < segmentEnd)
            {
                var found = reader.Read(position);
                if (!found.IsInPlace || found.End > segmentEnd)
                {
                    throw Damaged(segment, position);
                }

                yield return (position, found.Body);
                position = found.End;
            }
        }
    }

    /// <summary>Deletes whole segments that end at or before the position, never the last one; how many. For one thread
    /// at a time. A fault of the disk is thrown as it is: nothing is lost by a segment that stays.</summary>
    public int DropBefore(long position)
    {
        var dropped = 0;
        for (; _segments.TakeOldest(position) is { } oldest; dropped++)
        {
            // Each deletion is synced before the next: a power cut must never leave a hole.
            _disk.Delete(oldest.Path);
            _readers.Forget(oldest.Start);
            _disk.SyncFolder(_folder);
        }

        return dropped;
    }

    /// <summary>Writes what waits and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }

    private SegmentReaders.Reading Take(JournalSegment segment)
    {
        try
        {
            return _readers.Take(segment);
        }
        catch (FileNotFoundException fault)
        {
            throw segment.Start < First
                ? new PositionDroppedException(segment.Start, First)
                : JournalDamage.In(segment.Path, segment.Start, "the file is missing", fault);
        }
    }

    private static StoreUnusableException Damaged(JournalSegment segment, long position) =>
        JournalDamage.In(segment.Path, position, "the entry there is not as it was written");
}
