using System.Globalization;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>Turns the account's local stamps into UTC and back. SuiteQL compares and prints stamps without a
/// zone.</summary>
internal sealed class AccountTime
{
    // Makes of a stamp what is no instant.
    private const string Twice = "?";

    private readonly TimeZoneInfo? _zone;
    private readonly TimeSpan _offset;

    public AccountTime(TimeZoneInfo zone) => _zone = zone;

    public AccountTime(TimeSpan offset) => _offset = offset;

    /// <summary>Kept in every cursor: a cursor written under another rule is read with a wider overlap.</summary>
    public string Rule => _zone is null
        ? ((int)_offset.TotalMinutes).ToString(CultureInfo.InvariantCulture)
        : _zone.Id.Replace('|', '-');

    /// <summary>The instant of a local stamp. In the hour that comes twice the earlier one, so that a watermark never
    /// runs ahead of what was seen.</summary>
    public DateTimeOffset ToUtc(DateTime local)
    {
        var offset = _zone is null ? _offset
            : _zone.IsAmbiguousTime(local) ? _zone.GetAmbiguousTimeOffsets(local).Max()
            : _zone.GetUtcOffset(local);
        return new DateTimeOffset(local - offset, TimeSpan.Zero);
    }

    /// <summary>A local stamp that no change at or after the instant is below: just before clocks go back, the stamps
    /// that follow are lower than the present ones.</summary>
    public DateTime LowerBound(DateTimeOffset utc)
    {
        if (_zone is null)
        {
            return utc.UtcDateTime + _offset;
        }

        var offset = new[] { _zone.GetUtcOffset(utc), _zone.GetUtcOffset(utc + ClockChange) }.Min();
        return utc.UtcDateTime + offset;
    }

    /// <summary>The version of a record with this stamp. In the hour that comes twice, the stamps of the second pass
    /// are lower than many of the first: there a version says nothing of before and after, only whether it is the
    /// same.</summary>
    public string Version(DateTime local) =>
        _zone is not null && _zone.IsAmbiguousTime(local) ? Stamp(ToUtc(local)) + Twice : Stamp(ToUtc(local));

    /// <summary>UTC to the second, always of the same width, so that versions sort as text.</summary>
    public static string Stamp(DateTimeOffset utc) =>
        utc.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>The most that clocks are set back, with room.</summary>
    public static readonly TimeSpan ClockChange = TimeSpan.FromHours(2);
}
