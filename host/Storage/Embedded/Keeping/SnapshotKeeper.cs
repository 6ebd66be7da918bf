using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded.Projecting;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>Takes snapshots while the store works: LiteDB is checkpointed and synced by the projection's thread, then
/// the data file is copied beside, because it does not change until the next checkpoint. The copy counts once it was
/// read back and every page of it found whole.</summary>
internal sealed class SnapshotKeeper(
    IDisk disk, SnapshotFolder folder, EmbeddedOptions options, long newest)
{
    private long _newest = newest;
    private Task<Snapshot> _running = Task.FromResult(new Snapshot(newest, "", 0, ""));

    /// <summary>Where the newest snapshot ends.</summary>
    public long Newest => Interlocked.Read(ref _newest);

    /// <summary>Why the last one failed; null when it did not.</summary>
    public string? Fault { get; private set; }

    /// <summary>While one is copied, LiteDB must not be checkpointed.</summary>
    public bool IsBusy => !_running.IsCompleted;

    public bool IsDue(long applied) => !IsBusy && applied - Newest >= options.SnapshotEveryBytes;

    /// <summary>Begins a snapshot, or joins the one that is under way. For the projection's thread.</summary>
    public Task<Snapshot> Begin(ProjectionFile file, long applied)
    {
        if (IsBusy)
        {
            return _running;
        }

        if (folder.All() is [var known, ..] && known.Applied == applied)
        {
            return Task.FromResult(known); // Nothing has happened since.
        }

        file.Checkpoint();
        file.Sync();
        var length = file.DataBytes;
        var taken = new Task<Snapshot>(() => Take(file, applied, length), TaskCreationOptions.LongRunning);
        _running = taken;
        if (options.LendThread is null)
        {
            taken.Start(TaskScheduler.Default);
        }
        else
        {
            taken.RunSynchronously(TaskScheduler.Default); // Who lends a thread wants no other beside it.
        }

        return taken;
    }

    /// <summary>Waits for one that is under way.</summary>
    public async Task EndAsync() => await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private bool HasWholePages(string path)
    {
        using var copy = disk.Open(path, FileMode.Open);
        return DiskStream.IsWhole(copy);
    }

    private Snapshot Take(ProjectionFile file, long applied, long length)
    {
        try
        {
            var path = Snapshot.PathOf(folder.Path, applied);
            var sum = folder.Copy(path, file.Read, length);
            var snapshot = new Snapshot(applied, path, length, sum);
            if (!folder.IsWhole(snapshot) || !HasWholePages(path))
            {
                throw new InvalidDataException($"'{path}' was read back as something else than LiteDB once wrote");
            }

            folder.Finish(snapshot);
            Interlocked.Exchange(ref _newest, applied);
            Fault = null;
            return snapshot;
        }
        catch (Exception fault)
        {
            Fault = fault.Message;
            throw;
        }
    }
}
