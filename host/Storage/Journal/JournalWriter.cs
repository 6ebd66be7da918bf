using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Journal;

/// <summary>The journal's thread: writes group after group, each with one write and one sync, and tells of it. A fault
/// ends it for good: after a failed sync the system's memory no longer says what the disk holds.</summary>
internal sealed class JournalWriter : IAsyncDisposable
{
    // The spare is begun late enough that a quiet site never makes one, early enough that a busy one never waits.
    private const int PrepareAtPart = 4;

    private readonly IDisk _disk;
    private readonly string _folder;
    private readonly JournalOptions _options;
    private readonly SegmentList _segments;
    private readonly JournalQueue _queue;
    private readonly SpareSegment _spare;
    private readonly Action<IReadOnlyList<JournalEntry>> _onDurable;
    private readonly List<JournalEntry> _group = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IDiskFile _file;
    private JournalSegment _segment;
    private byte[] _buffer;
    private long _durable;

    public JournalWriter(IDisk disk, string folder, JournalOptions options, SegmentList segments, JournalQueue queue,
        IDiskFile last, Action<IReadOnlyList<JournalEntry>> onDurable)
    {
        (_disk, _folder, _options, _segments, _queue) = (disk, folder, options, segments, queue);
        (_file, _onDurable, _durable) = (last, onDurable, queue.Next);
        _segment = segments.All[^1];
        _spare = new SpareSegment(disk, folder, options.SegmentBytes);
        _buffer = new byte[options.GroupBytesMost];
        if (options.OnCallersThread)
        {
            _ended.SetResult();
            return;
        }

        new Thread(Run) { IsBackground = true, Name = "ihost journal" }.Start();
    }

    /// <summary>Everything before it is on disk.</summary>
    public long Durable => Volatile.Read(ref _durable);

    /// <summary>Something was enqueued: it is written here and now where there is no thread for it.</summary>
    public void Enqueued()
    {
        if (!_options.OnCallersThread)
        {
            return;
        }

        try
        {
            WriteNext();
        }
        catch (Exception fault)
        {
            Fail(fault);
        }
    }

    /// <summary>Writes what waits and ends the thread.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task;
        await _spare.DisposeAsync();
        _file.Dispose();
    }

    private void Run()
    {
        try
        {
            while (WriteNext())
            {
                // Group after group.
            }
        }
        catch (Exception fault)
        {
            Fail(fault);
        }

        _ended.TrySetResult();
    }

    private bool WriteNext()
    {
        if (!_queue.Take(_group))
        {
            return false;
        }

        Write();
        _onDurable(_group);
        _group.Clear();
        return true;
    }

    private void Write()
    {
        var bytes = Compose();
        if (bytes == 0)
        {
            return;
        }

        var start = Durable;
        var written = start - _segment.Start;
        if (written > 0 && written + bytes > _options.SegmentBytes)
        {
            Roll(start);
        }

        _file.Write(_buffer.AsSpan(0, bytes), start - _segment.Start);
        _file.Sync();
        Volatile.Write(ref _durable, start + bytes);
        if (!_options.OnCallersThread && start + bytes - _segment.Start > _options.SegmentBytes / PrepareAtPart)
        {
            _spare.Prepare();
        }

        if (_buffer.Length > _options.GroupBytesMost)
        {
            _buffer = new byte[_options.GroupBytesMost]; // One huge body must not stay for ever.
        }
    }

    private int Compose()
    {
        var durable = Durable;
        var bytes = 0;
        foreach (var entry in _group)
        {
            if (entry.Body.IsEmpty)
            {
                continue;
            }

            var end = bytes + Frame.Head + entry.Body.Length;
            if (end > _buffer.Length)
            {
                Array.Resize(ref _buffer, end);
            }

            Frame.Write(_buffer.AsSpan(bytes, end - bytes), entry.Body.Span, entry.Position, durable);
            bytes = end;
        }

        return bytes;
    }

    // The old segment has its exact length on disk before there is a new one: that is what makes a hole visible.
    private void Roll(long start)
    {
        _file.SetLength(start - _segment.Start);
        _file.Sync();
        _file.Dispose();
        var next = new JournalSegment(start, JournalSegment.Open, JournalSegment.PathOf(_folder, start));
        _file = _spare.TakeAs(next.Path);
        _segments.Add(next);
        _segment = next;
    }

    private void Fail(Exception fault)
    {
        var why = fault as StoreFailedException ?? new StoreFailedException(
            $"writing the journal file '{_segment.Path}' failed: {fault.Message}", fault);
        _queue.Fail(why, _group);
        foreach (var entry in _group)
        {
            entry.Fail(why);
        }

        _group.Clear();
    }
}
