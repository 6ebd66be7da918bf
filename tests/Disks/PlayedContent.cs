namespace IntegrationHost.Disks;

/// <summary>What one file holds: as programs see it, and as it stands on the disk itself. In between are the sectors
/// and lengths that were written and not synced, each with every version it had since.</summary>
internal sealed class PlayedContent
{
    /// <summary>A disk writes this many bytes whole or not at all.</summary>
    public const int SectorBytes = 512;

    private static readonly byte[] Zero = new byte[SectorBytes];

    private readonly SortedDictionary<int, List<byte[]>> _unsynced = [];
    private readonly List<int> _unsyncedLengths = [];
    private byte[] _seen = [];
    private byte[] _saved = [];
    private int _savedLength;

    public int Length { get; private set; }

    public int Read(Span<byte> into, long at)
    {
        var count = (int)Math.Clamp(Length - at, 0, into.Length);
        _seen.AsSpan((int)Math.Min(at, Length), count).CopyTo(into);
        return count;
    }

    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        var end = checked((int)at + bytes.Length);
        if (end > Length)
        {
            SetLength(end);
        }

        bytes.CopyTo(_seen.AsSpan((int)at));
        Note((int)at, end);
    }

    public void SetLength(long length)
    {
        var (old, now) = (Length, checked((int)length));
        if (old == now)
        {
            return;
        }

        Grow(ref _seen, now);
        Length = now;
        _unsyncedLengths.Add(now);
        if (now < old)
        {
            // Should it grow again, zeros stand there: each sector that is cut off has that as one more version.
            _seen.AsSpan(now, old - now).Clear();
            Note(now, old);
        }
    }

    /// <summary>Everything is on the disk.</summary>
    public void Sync()
    {
        foreach (var (sector, versions) in _unsynced)
        {
            Save(sector, versions[^1]);
        }

        _savedLength = Length;
        Forget();
    }

    /// <summary>A sync that failed, as Linux does it: some sectors got there, the others never will, programs go on
    /// seeing them, and the next sync finds nothing to do.</summary>
    public void LoseUnsynced(Random dice)
    {
        foreach (var (sector, versions) in _unsynced)
        {
            if (dice.Next(2) == 0)
            {
                Save(sector, versions[^1]);
            }
        }

        _savedLength = Length;
        Forget();
    }

    /// <summary>The file as it may stand there after the power was cut.</summary>
    /// <param name="kept">The share of unsynced sectors and lengths that got to the disk.</param>
    /// <param name="dice">Which ones.</param>
    public PlayedContent AfterPowerCut(double kept, Random dice)
    {
        var after = new PlayedContent { _saved = [.. _saved], _savedLength = _savedLength };
        foreach (var (sector, versions) in _unsynced)
        {
            if (dice.NextDouble() < kept)
            {
                after.Save(sector, versions[dice.Next(versions.Count)]);
            }
        }

        if (_unsyncedLengths.Count > 0 && dice.NextDouble() < kept)
        {
            after._savedLength = _unsyncedLengths[dice.Next(_unsyncedLengths.Count)];
        }

        Grow(ref after._saved, after._savedLength);
        after._saved.AsSpan(after._savedLength).Clear();
        after._seen = [.. after._saved];
        after.Length = after._savedLength;
        return after;
    }

    private void Note(int from, int end)
    {
        for (var sector = from / SectorBytes; sector * SectorBytes < end; sector++)
        {
            if (!_unsynced.TryGetValue(sector, out var versions))
            {
                _unsynced.Add(sector, versions = []);
            }

            Grow(ref _seen, (sector + 1) * SectorBytes);
            var now = _seen.AsSpan(sector * SectorBytes, SectorBytes);
            versions.Add(now.ContainsAnyExcept((byte)0) ? now.ToArray() : Zero);
        }
    }

    private void Save(int sector, byte[] version)
    {
        Grow(ref _saved, (sector + 1) * SectorBytes);
        version.CopyTo(_saved, sector * SectorBytes);
    }

    private void Forget()
    {
        _unsynced.Clear();
        _unsyncedLengths.Clear();
    }

    private static void Grow(ref byte[] bytes, int length)
    {
        if (bytes.Length < length)
        {
            var sectors = (length + SectorBytes - 1) / SectorBytes;
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, sectors * SectorBytes));
        }
    }
}
