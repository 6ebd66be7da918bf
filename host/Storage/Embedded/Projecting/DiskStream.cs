using System.Buffers.Binary;
using System.IO.Hashing;
using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Embedded.Projecting;

/// <summary>A file of the disk as LiteDB wants it, in pages of 8 KB, each with a checksum behind it: LiteDB has none
/// and answers with whatever a damaged page holds. Flushes are not passed on: the journal is the durable truth, and the
/// projection is synced when a snapshot or a clean end needs it. A write that fails is kept from LiteDB: an exception
/// in the middle of its transaction makes a finaliser of LiteDB 5.0.20 end the process. Whoever writes asks for it.
/// </summary>
internal sealed class DiskStream(IDiskFile file) : Stream
{
    private const int PageBytes = 8192;
    private const int SumBytes = sizeof(ulong);
    private const int StoredBytes = PageBytes + SumBytes;
    private const int PageTypeAt = 4; // In the head of a page of LiteDB 5.
    private const byte FreePage = 0;
    private const int PagesSampled = 1024;

    private readonly byte[] _stored = new byte[StoredBytes];

    /// <summary>The first write that failed; from then on nothing is written.</summary>
    public Exception? Fault { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => file.Length / StoredBytes * PageBytes;

    public override long Position { get; set; }

    public override void Flush()
    {
        // Synced by who needs it to be durable.
    }

    /// <exception cref="InvalidDataException">The page is not as it was written.</exception>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var page = PageAt(count);
        if (Position >= Length)
        {
            return 0;
        }

        var read = file.Read(_stored, page * StoredBytes);
        if (read < StoredBytes
            || BinaryPrimitives.ReadUInt64LittleEndian(_stored.AsSpan(PageBytes)) != SumOf(_stored, page))
        {
            throw new InvalidDataException($"page {page} of the projection is not as it was written");
        }

        _stored.AsSpan(0, PageBytes).CopyTo(buffer.AsSpan(offset));
        Position += count;
        return count;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var page = PageAt(count);
        buffer.AsSpan(offset, count).CopyTo(_stored);
        BinaryPrimitives.WriteUInt64LittleEndian(_stored.AsSpan(PageBytes), SumOf(_stored, page));
        Try(() => file.Write(_stored, page * StoredBytes));
        Position += count;
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override void SetLength(long value) => Try(() => file.SetLength(value / PageBytes * StoredBytes));

    /// <summary>Whether all pages of a file are as they were written.</summary>
    public static bool IsWhole(IDiskFile file)
    {
        var stored = new byte[StoredBytes];
        for (long page = 0; page < file.Length / StoredBytes; page++)
        {
            if (file.Read(stored, page * StoredBytes) < StoredBytes
                || BinaryPrimitives.ReadUInt64LittleEndian(stored.AsSpan(PageBytes)) != SumOf(stored, page))
            {
                return false;
            }
        }

        return file.Length % StoredBytes == 0;
    }

    /// <summary>Which part of the pages of a file is free, by a sample of them.</summary>
    public static double FreeShareOf(IDiskFile file)
    {
        var pages = file.Length / StoredBytes;
        var step = Math.Max(1, pages / PagesSampled);
        var head = new byte[PageTypeAt + 1];
        var (seen, free) = (0, 0);
        for (long page = 0; page < pages; page += step)
        {
            file.Read(head, page * StoredBytes);
            seen++;
            free += head[PageTypeAt] == FreePage ? 1 : 0;
        }

        return seen == 0 ? 0 : (double)free / seen;
    }

    private static ulong SumOf(byte[] stored, long page) => XxHash3.HashToUInt64(stored.AsSpan(0, PageBytes), page + 1);

    private long PageAt(int count) => count == PageBytes && Position % PageBytes == 0
        ? Position / PageBytes
        : throw new NotSupportedException(
            $"LiteDB reads and writes pages of {PageBytes} bytes, not {count} at {Position}");

    private void Try(Action write)
    {
        if (Fault is not null)
        {
            return;
        }

        try
        {
            write();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Fault = fault;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
