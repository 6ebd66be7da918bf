using System.Security.Cryptography;
using IntegrationHost.Storage.Disk;

namespace IntegrationHost.Storage.Embedded.Keeping;

/// <summary>The beginning of a file, to be read once from front to back; what is read is summed up.</summary>
internal sealed class FilePart(IDiskFile file, long length, IncrementalHash hash) : Stream
{
    private long _position;

    public override bool CanRead => true;

    // A tar entry asks how long it is before it is read.
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => Math.Min(length, file.Length);

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, Length - _position);
        var read = wanted == 0 ? 0 : file.Read(buffer[..wanted], _position);
        hash.AppendData(buffer[..read]);
        _position += read;
        return read;
    }

    public override void Flush()
    {
        // Only read.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
