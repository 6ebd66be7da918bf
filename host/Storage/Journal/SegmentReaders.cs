using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Journal;

/// <summary>The segment files open for reading: a bounded number, each one shared by those who read it and closed when
/// the last of them is done.</summary>
internal sealed class SegmentReaders(IDisk disk) : IDisposable
{
    private const int IdleMost = 32;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, Shared> _open = [];
    private long _uses;

    /// <summary>Opens a segment or joins those who have it open; to be disposed after the read.</summary>
    public Reading Take(JournalSegment segment)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(segment.Start, out var shared))
            {
                CloseIdlest();
                shared = new Shared(disk.Open(segment.Path, FileMode.Open));
                _open.Add(segment.Start, shared);
            }

            shared.Readers++;
            shared.LastUse = ++_uses;
            return new Reading(this, shared);
        }
    }

    /// <summary>Lets go of a segment that is being dropped; who reads it now may finish.</summary>
    public void Forget(long start)
    {
        lock (_gate)
        {
            if (_open.Remove(start, out var shared))
            {
                shared.IsForgotten = true;
                shared.CloseIfUnused();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var shared in _open.Values)
            {
                shared.IsForgotten = true;
                shared.CloseIfUnused();
            }

            _open.Clear();
        }
    }

    private void CloseIdlest()
    {
        if (_open.Count < IdleMost)
        {
            return;
        }

        var (start, idlest) = _open.MinBy(open => open.Value.Readers > 0 ? long.MaxValue : open.Value.LastUse);
        if (idlest.Readers == 0)
        {
            _open.Remove(start);
            idlest.File.Dispose();
        }
    }

    private void GiveBack(Shared shared)
    {
        lock (_gate)
        {
            shared.Readers--;
            shared.CloseIfUnused();
        }
    }

    /// <summary>The right to read one file.</summary>
    internal readonly struct Reading(SegmentReaders owner, Shared shared) : IDisposable
    {
        public IDiskFile File => shared.File;

        public void Dispose() => owner.GiveBack(shared);
    }

    /// <summary>One open file and how many read it.</summary>
    internal sealed class Shared(IDiskFile file)
    {
        public IDiskFile File { get; } = file;

        public int Readers { get; set; }

        public long LastUse { get; set; }

        public bool IsForgotten { get; set; }

        public void CloseIfUnused()
        {
            if (IsForgotten && Readers == 0)
            {
                File.Dispose();
            }
        }
    }
}
