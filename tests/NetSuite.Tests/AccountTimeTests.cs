using IntegrationHost.Plugins.NetSuite.Feeds;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>Local stamps around the night in which clocks go back: in New York 2026-11-01, 06:00 UTC.</summary>
public sealed class AccountTimeTests
{
    private static readonly DateTimeOffset ClocksGoBack = new(2026, 11, 1, 6, 0, 0, TimeSpan.Zero);
    private readonly TimeZoneInfo _newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public void No_change_after_a_watermark_has_a_stamp_below_the_bound()
    {
        var time = new AccountTime(_newYork);
        for (var minute = -180; minute <= 180; minute += 5)
        {
            var bound = time.LowerBound(ClocksGoBack.AddMinutes(minute));
            for (var later = minute; later <= 360; later += 5)
            {
                var stamp = TimeZoneInfo.ConvertTime(ClocksGoBack.AddMinutes(later), _newYork).DateTime;
                stamp.ShouldBeGreaterThanOrEqualTo(bound);
            }
        }
    }

    [Fact]
    public void A_watermark_never_runs_ahead_of_what_was_seen()
    {
        var time = new AccountTime(_newYork);
        for (var minute = -180; minute <= 180; minute += 5)
        {
            var seen = ClocksGoBack.AddMinutes(minute);

            time.ToUtc(TimeZoneInfo.ConvertTime(seen, _newYork).DateTime).ShouldBeLessThanOrEqualTo(seen);
        }
    }

    [Fact]
    public void A_stamp_of_the_other_half_of_the_year_keeps_its_version() => AccountTime
        .Stamp(new AccountTime(_newYork).ToUtc(new DateTime(2026, 7, 1, 12, 0, 0))).ShouldBe("2026-07-01T16:00:00Z");
}
