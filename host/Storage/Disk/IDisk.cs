namespace IntegrationHost.Storage.Disk;

/// <summary>The one door through which journal, projection and snapshots touch files, so that faults and power cuts can
/// be played. What was written is durable only after a sync of its file; that a file was made, moved or deleted is
/// durable only after a sync of its folder. Every fault is an <see cref="IOException"/> or an
/// <see cref="UnauthorizedAccessException"/>.</summary>
internal interface IDisk
{
    /// <summary>Makes the folder and those above it; one that is there stays.</summary>
    void MakeFolder(string path);

    /// <summary>The paths of the files in a folder, in order of name; none when there is no such folder.</summary>
    IReadOnlyList<string> FilesIn(string folder);

    /// <summary>Whether there is such a file.</summary>
    bool Exists(string path);

    /// <summary>Opens a file for reading and writing.</summary>
    IDiskFile Open(string path, FileMode mode);

    /// <summary>Deletes a file; one that is not there is none.</summary>
    void Delete(string path);

    /// <summary>Gives a file another name, in place of a file that has it.</summary>
    void Move(string from, string to);

    /// <summary>Makes durable which files the folder has, and under which names.</summary>
    void SyncFolder(string folder);

    /// <summary>Bytes that can still be written there.</summary>
    long FreeBytes(string folder);

    /// <summary>Takes a file for this process alone until it is disposed.</summary>
    /// <exception cref="StoreInUseException">Another process has it.</exception>
    IDisposable Lock(string path);
}

/// <summary>An open file. Not for several threads at once, but for reads, which may run beside anything.</summary>
internal interface IDiskFile : IDisposable
{
    /// <summary>In bytes.</summary>
    long Length { get; }

    /// <summary>Reads as many bytes as there are, at most as many as fit.</summary>
    int Read(Span<byte> into, long at);

    /// <summary>Writes all bytes there; the file grows where it is too short.</summary>
    void Write(ReadOnlySpan<byte> bytes, long at);

    /// <summary>Cuts or grows the file; what is new is zero.</summary>
    void SetLength(long length);

    /// <summary>Returns when all that was written is on the disk itself. After a fault nobody knows what is there: the
    /// caller gives up the file and never tries again.</summary>
    void Sync();
}
