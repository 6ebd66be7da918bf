using Microsoft.Win32.SafeHandles;

namespace IntegrationHost.Storage.Disk;

/// <summary>An open file of this machine, without a buffer of its own.</summary>
internal sealed class LocalFile(SafeFileHandle handle, string path) : IDiskFile
{
    /// <inheritdoc/>
    public long Length => RandomAccess.GetLength(handle);

    /// <inheritdoc/>
    public int Read(Span<byte> into, long at)
    {
        var read = 0;
        while (read < into.Length)
        {
            var more = RandomAccess.Read(handle, into[read..], at + read);
            if (more == 0)
            {
                break;
            }

            read += more;
        }

        return read;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes, long at)
    {
        try
        {
            RandomAccess.Write(handle, bytes, at);
        }
        catch (IOException fault) when (LocalDisk.SaysFull(fault))
        {
            throw new DiskFullException(path, fault);
        }
    }

    /// <inheritdoc/>
    public void SetLength(long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
        }
        catch (IOException fault) when (LocalDisk.SaysFull(fault))
        {
            throw new DiskFullException(path, fault);
        }
    }

    /// <inheritdoc/>
    public void Sync()
    {
        if (OperatingSystem.IsLinux())
        {
            Posix.SyncData(handle, path);
        }
        else
        {
            RandomAccess.FlushToDisk(handle);
        }
    }

    public void Dispose() => handle.Dispose();
}
