using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Disks;

/// <summary>Which faults a disk plays, and when. Each one happens once the given number has gone well; what is not set
/// never happens.</summary>
internal sealed class DiskFaults
{
    private const int InputOutputError = 5;

    private readonly Lock _gate = new();
    private long? _syncs;
    private long? _writes;
    private long? _bytes;

    /// <summary>Which files the faults may meet; all, unless told otherwise.</summary>
    public Func<string, bool> Where { get; init; } = _ => true;

    /// <summary>How many faults have happened.</summary>
    public int Happened { get; private set; }

    /// <summary>The sync after so many good ones fails; those behind it succeed again.</summary>
    public void FailSyncAfter(long good) => Set(ref _syncs, good);

    /// <summary>The write after so many good ones fails; those behind it succeed again.</summary>
    public void FailWriteAfter(long good) => Set(ref _writes, good);

    /// <summary>The disk takes so many more bytes and is full then, until room is made.</summary>
    public void FullAfter(long bytes) => Set(ref _bytes, bytes);

    /// <summary>There is room again.</summary>
    public void MakeRoom() => Set(ref _bytes, null);

    /// <summary>Bytes that fit before it is full.</summary>
    public long? Room
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Called before a sync; whether it fails.</summary>
    public bool SyncFails(string path) => IsDue(ref _syncs, path);

    /// <summary>Called before bytes are written.</summary>
    public void BeforeWrite(string path, int count)
    {
        if (IsDue(ref _writes, path))
        {
            throw Failed(path);
        }

        lock (_gate)
        {
            if (_bytes is not { } room || !Where(path))
            {
                return;
            }

            if (count > room)
            {
                Happened++;
                throw new DiskFullException(path);
            }

            _bytes = room - count;
        }
    }

    public static IOException Failed(string path) =>
        new($"input/output error on '{path}', as the disk was told to play", InputOutputError);

    private void Set(ref long? number, long? value)
    {
        lock (_gate)
        {
            number = value;
        }
    }

    private bool IsDue(ref long? number, string path)
    {
        lock (_gate)
        {
            if (number is not { } left || !Where(path))
            {
                return false;
            }

            number = left == 0 ? null : left - 1;
            Happened += left == 0 ? 1 : 0;
            return left == 0;
        }
    }
}
