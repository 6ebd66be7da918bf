using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Journal;

/// <summary>The next segment, made and synced in the background while the present one fills, so that nobody waits for
/// 16 MB of zeros.</summary>
internal sealed class SpareSegment(IDisk disk, string folder, int bytes) : IAsyncDisposable
{
    private readonly string _path = PathIn(folder);
    private Task? _making;

    /// <summary>A spare of an earlier life was perhaps never finished.</summary>
    public static void Discard(IDisk disk, string folder) => disk.Delete(PathIn(folder));

    /// <summary>Begins to make it, unless that has been done.</summary>
    public void Prepare() => _making ??= Task.Factory.StartNew(
        Make, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Puts it into its place and opens it there; makes it now where none is ready.</summary>
    public IDiskFile TakeAs(string path)
    {
        if (!IsReady())
        {
            Make();
        }

        disk.Move(_path, path);
        disk.SyncFolder(folder);
        return disk.Open(path, FileMode.Open);
    }

    /// <summary>Ends what was begun and leaves nothing behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_making is null)
        {
            return;
        }

        try
        {
            await _making;
            disk.Delete(_path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // What stays is thrown away at the next start.
        }
    }

    private static string PathIn(string folder) => Path.Combine(folder, "next.spare");

    private bool IsReady()
    {
        var making = _making;
        _making = null;
        try
        {
            making?.GetAwaiter().GetResult();
            return making is not null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A new file is no retry over lost pages; if it cannot be made either, that is what is told.
            return false;
        }
    }

    private void Make()
    {
        using var file = disk.Open(_path, FileMode.Create);
        ZeroFill.Write(file, 0, bytes);
        file.Sync();
    }
}
