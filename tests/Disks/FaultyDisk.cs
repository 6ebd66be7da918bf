using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Disks;

/// <summary>Another disk, with faults in front of it. A sync that fails here is not passed on.</summary>
internal sealed class FaultyDisk(IDisk inner) : IDisk
{
    public DiskFaults Faults { get; init; } = new();

    public void MakeFolder(string path) => inner.MakeFolder(path);

    public IReadOnlyList<string> FilesIn(string folder) => inner.FilesIn(folder);

    public bool Exists(string path) => inner.Exists(path);

    public IDiskFile Open(string path, FileMode mode) => new FaultyFile(inner.Open(path, mode), path, Faults);

    public void Delete(string path) => inner.Delete(path);

    public void Move(string from, string to) => inner.Move(from, to);

    public void SyncFolder(string folder)
    {
        ThrowIfSyncFails(folder);
        inner.SyncFolder(folder);
    }

    public long FreeBytes(string folder) => Faults.Room ?? inner.FreeBytes(folder);

    public IDisposable Lock(string path) => inner.Lock(path);

    private void ThrowIfSyncFails(string path)
    {
        if (Faults.SyncFails(path))
        {
            throw DiskFaults.Failed(path);
        }
    }

    private sealed class FaultyFile(IDiskFile file, string path, DiskFaults faults) : IDiskFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> into, long at) => file.Read(into, at);

        public void Write(ReadOnlySpan<byte> bytes, long at)
        {
            faults.BeforeWrite(path, bytes.Length);
            file.Write(bytes, at);
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Sync()
        {
            if (faults.SyncFails(path))
            {
                throw DiskFaults.Failed(path);
            }

            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
