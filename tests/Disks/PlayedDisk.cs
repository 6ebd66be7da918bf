using IntegrationHost.Storage;
using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Disks;

/// <summary>A disk in memory that can lose its power. It knows what was synced; what was not is kept or lost at random,
/// sector by sector and name by name, in any order. Folders are there at once and for good. Reads are never
/// short.</summary>
internal sealed class PlayedDisk(int seed) : IDisk
{
    // Anything from nothing to everything that was not synced; both ends are likely in life.
    private static readonly double[] Kept = [0, 0.1, 0.5, 0.9, 1];

    private readonly Lock _gate = new();
    private readonly Random _dice = new(seed);
    private readonly HashSet<string> _locks = [];
    private PlayedNames _names = new();
    private long _operations;

    public DiskFaults Faults { get; init; } = new();

    /// <summary>Called before each operation that changes something, with its number, on the thread that asked for it:
    /// the place to cut the power between two operations.</summary>
    public Action<long>? BeforeOperation { get; set; }

    /// <summary>The disk as it may be when it has power again; this one is left as it is.</summary>
    public PlayedDisk AfterPowerCut(Random dice)
    {
        lock (_gate)
        {
            var kept = Kept[dice.Next(Kept.Length)];
            return new PlayedDisk(dice.Next()) { _names = _names.AfterPowerCut(kept, dice) };
        }
    }

    public void MakeFolder(string path)
    {
        // A folder is where its files are.
    }

    public IReadOnlyList<string> FilesIn(string folder)
    {
        lock (_gate)
        {
            return [.. _names.All.Select(file => file.Key).Where(path => Path.GetDirectoryName(path) == folder)];
        }
    }

    public bool Exists(string path)
    {
        lock (_gate)
        {
            return _names.Find(path) is not null;
        }
    }

    public IDiskFile Open(string path, FileMode mode)
    {
        lock (_gate)
        {
            var found = _names.Find(path);
            if (found is null && mode is FileMode.Open or FileMode.Truncate)
            {
                throw new FileNotFoundException($"there is no '{path}'", path);
            }

            if (found is not null && mode == FileMode.CreateNew)
            {
                throw new IOException($"there is a '{path}' already");
            }
        }

        return new PlayedFile(this, path, Do(() => Opened(path, mode)));
    }

    public void Delete(string path) => Do(() => _names.Remove(path));

    public void Move(string from, string to) => Do(() => _names.Move(from, to));

    public void SyncFolder(string folder) => Do(() =>
    {
        if (Faults.SyncFails(folder))
        {
            throw DiskFaults.Failed(folder);
        }

        _names.Sync(folder);
    });

    public long FreeBytes(string folder) => Faults.Room ?? long.MaxValue;

    public IDisposable Lock(string path)
    {
        lock (_gate)
        {
            return _locks.Add(path)
                ? new Held(this, path)
                : throw new StoreInUseException(Path.GetDirectoryName(path)!, new IOException("it is locked"));
        }
    }

    private PlayedContent Opened(string path, FileMode mode)
    {
        if (_names.Find(path) is not { } content)
        {
            content = new PlayedContent();
            _names.Add(path, content);
        }
        else if (mode is FileMode.Create or FileMode.Truncate)
        {
            content.SetLength(0);
        }

        return content;
    }

    private void Do(Action change) => Do(() =>
    {
        change();
        return true;
    });

    private T Do<T>(Func<T> change)
    {
        BeforeOperation?.Invoke(Interlocked.Increment(ref _operations));
        lock (_gate)
        {
            return change();
        }
    }

    private sealed class Held(PlayedDisk disk, string path) : IDisposable
    {
        public void Dispose()
        {
            lock (disk._gate)
            {
                disk._locks.Remove(path);
            }
        }
    }

    private sealed class PlayedFile(PlayedDisk disk, string path, PlayedContent content) : IDiskFile
    {
        private bool _isClosed;

        public long Length => See(() => content.Length);

        public int Read(Span<byte> into, long at)
        {
            lock (disk._gate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                return content.Read(into, at);
            }
        }

        public void Write(ReadOnlySpan<byte> bytes, long at)
        {
            disk.BeforeOperation?.Invoke(Interlocked.Increment(ref disk._operations));
            lock (disk._gate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, this);
                disk.Faults.BeforeWrite(path, bytes.Length);
                content.Write(bytes, at);
            }
        }

        public void SetLength(long length) => disk.Do(() =>
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            content.SetLength(length);
        });

        public void Sync() => disk.Do(() =>
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (disk.Faults.SyncFails(path))
            {
                content.LoseUnsynced(disk._dice);
                throw DiskFaults.Failed(path);
            }

            content.Sync();
        });

        public void Dispose() => See(() => _isClosed = true);

        private T See<T>(Func<T> look)
        {
            lock (disk._gate)
            {
                return look();
            }
        }
    }
}
