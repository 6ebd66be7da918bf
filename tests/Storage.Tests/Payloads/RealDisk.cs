using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Tests.Payloads;

/// <summary>Real files through the disk seam, as far as keys need it; it can be told to refuse writing, and keeps what
/// was asked of it.</summary>
internal sealed class RealDisk : IDisk
{
    private readonly List<string> _asked = [];

    public bool RefusesToWrite { get; set; }

    /// <summary>What was asked, in order: <c>sync data-….key.tmp</c>, <c>move …</c>, <c>sync folder</c>.</summary>
    public IReadOnlyList<string> Asked => _asked;

    public void MakeFolder(string path) => Directory.CreateDirectory(path);

    public IReadOnlyList<string> FilesIn(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)]
        : [];

    public bool Exists(string path) => File.Exists(path);

    public IDiskFile Open(string path, FileMode mode) => RefusesToWrite && mode != FileMode.Open
        ? throw new UnauthorizedAccessException($"Access to the path '{path}' is denied.")
        : new RealFile(this, File.Open(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    public void Delete(string path) => File.Delete(path);

    public void Move(string from, string to)
    {
        _asked.Add($"move {Path.GetFileName(from)}");
        File.Move(from, to, overwrite: true);
    }

    public void SyncFolder(string folder) => _asked.Add("sync folder");

    public long FreeBytes(string folder) => throw new NotSupportedException();

    public IDisposable Lock(string path) => throw new NotSupportedException();

    private sealed class RealFile(RealDisk disk, FileStream file) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> into, long at) => RandomAccess.Read(file.SafeFileHandle, into, at);

        public void Write(ReadOnlySpan<byte> bytes, long at) => RandomAccess.Write(file.SafeFileHandle, bytes, at);

        public void SetLength(long length) => file.SetLength(length);

        public void Sync()
        {
            disk._asked.Add($"sync {Path.GetFileName(file.Name)}");
            file.Flush(flushToDisk: true);
        }

        public void Dispose() => file.Dispose();
    }
}
