using System.Globalization;
using System.Text;

namespace IntegrationHost.Benchmarks;

/// <summary>Lines of equal length, each made when it is read.</summary>
internal sealed class MadeLines(int orders, long from) : Stream
{
    private const long First = 5_000_000_000_000;

    private static readonly int Length1 = LineOf(0).Length;
    private long _at = from;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => (long)orders * Length1;

    public override long Position { get => _at; set => _at = value; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var number = _at / Length1;
        if (number >= orders)
        {
            return 0;
        }

        var rest = LineOf(number).AsSpan((int)(_at % Length1));
        var copied = Math.Min(count, rest.Length);
        rest[..copied].CopyTo(buffer.AsSpan(offset));
        _at += copied;
        return copied;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] LineOf(long number) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"id":"gid://shopify/Order/{{First + number}}","name":"#{{number:D9}}","updatedAt":"2026-11-24T07:00Z"}""")
        + "\n");
}
