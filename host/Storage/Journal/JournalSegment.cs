using System.Globalization;

namespace IntegrationHost.Storage.Journal;

/// <summary>One file of the journal.</summary>
/// <param name="Start">The position of its first byte.</param>
/// <param name="End">The position behind its last byte, where the next one begins.</param>
/// <param name="Path">Where it is.</param>
internal sealed record JournalSegment(long Start, long End, string Path)
{
    private const string Extension = ".seg";
    private const int Digits = 16;

    /// <summary>The end of the segment that is being written.</summary>
    public const long Open = long.MaxValue;

    /// <summary>Its path: segments sort by name as they do by position.</summary>
    public static string PathOf(string folder, long start) =>
        System.IO.Path.Combine(folder, start.ToString($"x{Digits}", CultureInfo.InvariantCulture) + Extension);

    /// <summary>The position in a file's name; none where it is no segment.</summary>
    public static long? StartOf(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path);
        return System.IO.Path.GetExtension(path) == Extension && name.Length == Digits
            && long.TryParse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start)
            && start >= 0
                ? start
                : null;
    }
}
