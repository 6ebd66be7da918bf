using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace IntegrationHost.Storage.Embedded.Frames;

/// <summary>Reads what <see cref="ImageWriter"/> wrote, field by field.</summary>
internal ref struct ImageReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public delegate T Item<out T>(ref ImageReader reader);

    public readonly ReadOnlySpan<byte> Left => _left;

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = Take(1)[0];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }
    }

    public int Count() => checked((int)Number());

    public long Fixed() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)));

    public DateTimeOffset Instant() => new(Fixed(), TimeSpan.Zero);

    public string? TextOrNull()
    {
        var length = Count();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public string Text() => TextOrNull() ?? "";

    /// <summary>Goes past a text.</summary>
    [UnscopedRef]
    public ref ImageReader SkipText()
    {
        Take(Math.Max(Count(), 0));
        return ref this;
    }

    /// <summary>A text that many images have, like the name of a flow: one string for all of them.</summary>
    public string Word() => Words.Of(Take(Math.Max(Count(), 0)));

    public decimal Amount() => decimal.Parse(Text(), CultureInfo.InvariantCulture);

    public ReadOnlySpan<byte> Bytes() => Take(Count());

    public T[] List<T>(Item<T> read)
    {
        var count = Count();
        var items = count == 0 ? [] : new T[count];
        for (var at = 0; at < items.Length; at++)
        {
            items[at] = read(ref this);
        }

        return items;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }
}
