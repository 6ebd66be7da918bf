using System.Buffers.Binary;
using System.Globalization;

namespace IntegrationHost.Storage.Payloads;

/// <summary>Names a payload key: its month and a drawn number, so that two hosts that make the key of one month at
/// once, or a folder that was lost and begun again, never have two keys of one name.</summary>
/// <param name="Month">As 202611.</param>
/// <param name="Draw">Any number.</param>
internal readonly record struct KeyId(int Month, uint Draw)
{
    /// <summary>In bytes, where it stands before a sealed payload.</summary>
    public const int Length = 8;

    private const int MonthLetters = 7; // 2026-11

    /// <summary>For people: <c>2026-11</c>.</summary>
    public string MonthText => string.Create(CultureInfo.InvariantCulture, $"{Month / 100:0000}-{Month % 100:00}");

    public static int MonthOf(DateTimeOffset at) => (at.UtcDateTime.Year * 100) + at.UtcDateTime.Month;

    public static KeyId Read(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadInt32BigEndian(from), BinaryPrimitives.ReadUInt32BigEndian(from[sizeof(int)..]));

    /// <summary>The id a text names; null when it names none.</summary>
    public static KeyId? Parse(string text) =>
        text.Length == MonthLetters + 1 + sizeof(uint) * 2 && text[4] == '-' && text[MonthLetters] == '-'
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && int.TryParse(text.AsSpan(5, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month)
        && uint.TryParse(text.AsSpan(MonthLetters + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
            out var draw)
            ? new KeyId((year * 100) + month, draw)
            : null;

    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteInt32BigEndian(into, Month);
        BinaryPrimitives.WriteUInt32BigEndian(into[sizeof(int)..], Draw);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{MonthText}-{Draw:x8}");
}
