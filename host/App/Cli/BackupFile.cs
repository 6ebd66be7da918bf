namespace IntegrationHost.App.Cli;

/// <summary>The file a backup goes to: whole under its name, or not there. Its owner's alone.</summary>
internal sealed class BackupFile : IAsyncDisposable
{
    private const int Buffer = 128 * 1024;

    private readonly string _path;
    private readonly bool _replace;
    private readonly string _draft;
    private readonly FileStream _stream;

    private BackupFile(string path, bool replace)
    {
        (_path, _replace, _draft) = (path, replace, path + ".part");
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None, BufferSize = Buffer,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        _stream = new FileStream(_draft, options);
    }

    /// <summary>Where the copy is written.</summary>
    public Stream Stream => _stream;

    /// <exception cref="WrongUseException">There is such a file, and it is not to be replaced; or there is no such
    /// folder.</exception>
    public static BackupFile Begin(string file, bool replace)
    {
        var path = Path.GetFullPath(file);
        if (Directory.Exists(path))
        {
            throw new WrongUseException($"'{path}' is a folder; name a file in it, for example "
                + Path.Combine(path, "state.backup"));
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new WrongUseException($"there is no folder '{Path.GetDirectoryName(path)}'; make it first");
        }

        return File.Exists(path) && !replace
            ? throw new WrongUseException($"'{path}' exists; name another file, or say --force to replace it")
            : new BackupFile(path, replace);
    }

    /// <summary>Gives the file its name, once it is on the disk. Answers path and size.</summary>
    public async Task<(string Path, long Bytes)> EndAsync(CancellationToken cancel)
    {
        await _stream.FlushAsync(cancel);
        _stream.Flush(flushToDisk: true);
        var bytes = _stream.Length;
        await _stream.DisposeAsync();
        File.Move(_draft, _path, _replace);
        return (_path, bytes);
    }

    /// <summary>Removes what was not ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        File.Delete(_draft);
    }
}
