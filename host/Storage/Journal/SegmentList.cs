namespace IntegrationHost.Storage.Journal;

/// <summary>Which segments there are, oldest first. Read by any thread; the writer adds, upkeep drops.</summary>
internal sealed class SegmentList(IEnumerable<JournalSegment> found)
{
    private readonly Lock _gate = new();
    private volatile JournalSegment[] _all = [.. found];

    /// <summary>As they were at one moment; the last one is open.</summary>
    public IReadOnlyList<JournalSegment> All => _all;

    public long First => _all[0].Start;

    /// <summary>The segment a position lies in.</summary>
    /// <exception cref="PositionDroppedException">It is no longer there.</exception>
    public JournalSegment Of(long position)
    {
        var all = _all;
        if (position < all[0].Start)
        {
            throw new PositionDroppedException(position, all[0].Start);
        }

        var (low, high) = (0, all.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = all[middle].Start <= position ? (middle, high) : (low, middle - 1);
        }

        return all[low];
    }

    /// <summary>Ends the last segment where the new one begins.</summary>
    public void Add(JournalSegment next)
    {
        lock (_gate)
        {
            _all = [.. _all[..^1], _all[^1] with { End = next.Start }, next];
        }
    }

    /// <summary>Takes the oldest segment off the list if it ends at or before the position; never the last
    /// one.</summary>
    public JournalSegment? TakeOldest(long before)
    {
        lock (_gate)
        {
            var oldest = _all[0];
            if (_all.Length == 1 || oldest.End > before)
            {
                return null;
            }

            _all = _all[1..];
            return oldest;
        }
    }
}
