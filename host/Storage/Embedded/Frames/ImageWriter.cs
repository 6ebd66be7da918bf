using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace IntegrationHost.Storage.Embedded.Frames;

/// <summary>Writes fields one after another: numbers in as few bytes as they need, texts as UTF-8 behind their
/// length. What it wrote, <see cref="ImageReader"/> reads in the same order.</summary>
internal sealed class ImageWriter
{
    private const int FirstSize = 1024;
    private const int NumberBytesMost = 10;

    private readonly ArrayBufferWriter<byte> _bytes = new(FirstSize);

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public ImageWriter Clear()
    {
        _bytes.ResetWrittenCount();
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>Seven bits a byte; a negative number becomes an odd one first, so that small ones stay short.</summary>
    public ImageWriter Number(long value)
    {
        var left = (ulong)((value << 1) ^ (value >> 63));
        var into = _bytes.GetSpan(NumberBytesMost);
        var count = 0;
        while (left >= 0x80)
        {
            into[count++] = (byte)(left | 0x80);
            left >>= 7;
        }

        into[count++] = (byte)left;
        _bytes.Advance(count);
        return this;
    }

    /// <summary>Eight bytes, whatever the value.</summary>
    public ImageWriter Fixed(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
        return this;
    }

    public ImageWriter Instant(DateTimeOffset at) => Fixed(at.UtcTicks);

    /// <summary>A text, or null, which is another thing than an empty one.</summary>
    public ImageWriter Text(string? text)
    {
        if (text is null)
        {
            return Number(-1);
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Encoding.UTF8.GetBytes(text, _bytes.GetSpan(length));
        _bytes.Advance(length);
        return this;
    }

    public ImageWriter Amount(decimal amount) => Text(amount.ToString(CultureInfo.InvariantCulture));

    public ImageWriter Bytes(ReadOnlySpan<byte> bytes)
    {
        Number(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>Bytes without their length.</summary>
    public ImageWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public ImageWriter List<T>(IReadOnlyList<T> items, Action<ImageWriter, T> write)
    {
        Number(items.Count);
        for (var at = 0; at < items.Count; at++)
        {
            write(this, items[at]);
        }

        return this;
    }
}
