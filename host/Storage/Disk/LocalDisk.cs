namespace IntegrationHost.Storage.Disk;

/// <summary>The files of this machine.</summary>
internal sealed class LocalDisk : IDisk
{
    // A file somebody else has locked: EAGAIN of Linux and of macOS, the sharing violation of Windows.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    // ENOSPC and EDQUOT of Linux, EDQUOT of macOS, "disk full" and "handle disk full" of Windows.
    private static readonly int[] Full = [28, 122, 69, unchecked((int)0x80070070), unchecked((int)0x80070027)];

    /// <summary>The one there is; it holds nothing.</summary>
    public static LocalDisk Instance { get; } = new();

    /// <summary>Whether the fault says that there is no room, or no more for this user.</summary>
    public static bool SaysFull(IOException fault) => Full.Contains(fault.HResult);

    /// <inheritdoc/>
    public void MakeFolder(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Directory.Exists(full))
        {
            return;
        }

        // A folder whose name is lost takes its files along, so each new name is synced from the top down.
        var above = Path.GetDirectoryName(full);
        if (above is not null)
        {
            MakeFolder(above);
        }

        Directory.CreateDirectory(full);
        if (above is not null)
        {
            SyncFolder(above);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesIn(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return [];
        }

        var files = Directory.GetFiles(folder);
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    /// <inheritdoc/>
    public bool Exists(string path) => File.Exists(path);

    /// <inheritdoc/>
    /// <remarks>The lock file keeps other hosts away; a copy for a backup reads beside the writer, and Windows must let
    /// an open file be renamed and deleted as everyone else does.</remarks>
    public IDiskFile Open(string path, FileMode mode)
    {
        try
        {
            var share = FileShare.ReadWrite | FileShare.Delete;
            return new LocalFile(File.OpenHandle(path, mode, FileAccess.ReadWrite, share), path);
        }
        catch (IOException fault) when (SaysFull(fault))
        {
            throw new DiskFullException(path, fault);
        }
    }

    /// <inheritdoc/>
    public void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            // Where there is no folder there is no file.
        }
    }

    /// <inheritdoc/>
    public void Move(string from, string to) => File.Move(from, to, overwrite: true);

    /// <inheritdoc/>
    public void SyncFolder(string folder)
    {
        // NTFS keeps names in a log of its own and has no way to ask for it.
        if (!OperatingSystem.IsWindows())
        {
            Posix.SyncFolder(folder);
        }
    }

    /// <inheritdoc/>
    public long FreeBytes(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    /// <inheritdoc/>
    public IDisposable Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException fault) when (InUse.Contains(fault.HResult))
        {
            throw new StoreInUseException(Path.GetDirectoryName(path) ?? path, fault);
        }
    }
}
