using System.Globalization;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Which of two versions of one record is the older. Only stamps and counters have an order; of other versions
/// nothing is claimed. Pure.</summary>
internal static class VersionOrder
{
    private const char Mark = '~';

    /// <summary>The version without the mark that it may have changed once more.</summary>
    public static string Plain(string version) => version.TrimEnd(Mark);

    public static bool IsOlder(string version, string than)
    {
        var (one, other) = (Plain(version), Plain(than));
        return Instant(one) is { } at && Instant(other) is { } since ? at < since
            : Counter(one) is { } count && Counter(other) is { } until && count < until;
    }

    public static DateTimeOffset? Instant(string version) =>
        version.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(
            Plain(version), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>The instant a version begins with, also where what follows says that it claims no order.</summary>
    public static DateTimeOffset? StampIn(string version) =>
        Instant(version) ?? Instant(version[..(version.IndexOf('Z') + 1)]);

    private static long? Counter(string version) =>
        long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
