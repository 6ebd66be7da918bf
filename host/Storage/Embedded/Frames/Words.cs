using System.Text;

namespace IntegrationHost.Storage.Embedded.Frames;

/// <summary>The short texts that were read last, so that a hundred thousand images share the name of their flow. Any
/// thread may ask; a lost race costs a string.</summary>
internal static class Words
{
    private const int Places = 256;
    private const int LengthMost = 32; // Bytes.
    private const int Factor = 31;

    private static readonly string?[] Known = new string?[Places];

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LengthMost)
        {
            return Encoding.UTF8.GetString(utf8);
        }

        var place = 0;
        foreach (var part in utf8)
        {
            place = (place * Factor) + part;
        }

        ref var known = ref Known[place & (Places - 1)];
        if (known is { } text && Ascii.Equals(utf8, text))
        {
            return text;
        }

        return known = Encoding.UTF8.GetString(utf8);
    }
}
