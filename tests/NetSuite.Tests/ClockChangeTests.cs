using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>Polls every few minutes through the nights in which New York changes its clocks, while orders change in
/// bunches of one second and become visible up to nine minutes late.</summary>
public sealed class ClockChangeTests
{
    private readonly TimeZoneInfo _newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Theory]
    [InlineData("2026-10-31T20:00:00Z", "America/New_York", 1)]
    [InlineData("2026-10-31T20:00:00Z", "America/New_York", 2)]
    [InlineData("2026-10-31T20:00:00Z", null, 3)]
    [InlineData("2026-10-31T20:00:00Z", null, 4)]
    [InlineData("2026-03-07T20:00:00Z", "America/New_York", 5)]
    [InlineData("2026-03-07T20:00:00Z", null, 6)]
    public async Task No_change_is_lost_when_clocks_change(string start, string? zone, int seed)
    {
        var time = new FakeTimeProvider(DateTimeOffset.Parse(start, System.Globalization.CultureInfo.InvariantCulture));
        var table = new TableOfOrders(time, _newYork);
        var options = Some.Options();
        options.TimeZone = zone;
        options.PageSize = 3;
        var connection = Some.Connection(table, time: time, options: options);
        var random = new Random(seed);
        var expected = new Dictionary<string, DateTime>();
        var reported = new Dictionary<string, DateTimeOffset>();
        var cursor = Cursor.From(time.GetUtcNow());
        for (var minute = 0; minute < MinutesOfBusiness + MinutesOfQuiet; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            for (var change = 0; minute < MinutesOfBusiness && change < random.Next(0, 6); change++)
            {
                var id = random.Next(0, 3) == 0 ? random.Next(1, 60) : 1_000 + minute * 10 + change;
                expected[$"{id}"] = table.Change(id, TimeSpan.FromSeconds(random.Next(0, 540)));
            }

            if (minute % 5 == 0)
            {
                cursor = await SweepAsync(connection, cursor, reported);
            }
        }

        // In the hour that comes twice a stamp stands for two instants: the local stamp is what must have been seen.
        foreach (var (id, stamp) in expected)
        {
            reported.ShouldContainKey(id, $"order {id}, changed at local {stamp:s}, was lost");
        }

        table.Requests.ShouldBeLessThan(RequestsMax);
    }

    [Fact]
    public void A_version_of_the_hour_that_comes_twice_claims_no_order_and_all_others_are_instants()
    {
        var time = new AccountTime(_newYork);
        var before = new DateTime(2026, 11, 1, 0, 59, 59, DateTimeKind.Unspecified);
        for (var minute = 0; minute < 60; minute++)
        {
            DateTimeOffset.TryParse(time.Version(before.AddSeconds(1).AddMinutes(minute)), out _).ShouldBeFalse();
        }

        time.Version(before).ShouldBe("2026-11-01T04:59:59Z");
        time.Version(before.AddSeconds(1).AddHours(1)).ShouldBe("2026-11-01T07:00:00Z");
    }

    private static async Task<Cursor> SweepAsync(
        NetSuiteConnector connection, Cursor cursor, Dictionary<string, DateTimeOffset> reported)
    {
        for (var page = 0; page < PagesMax; page++)
        {
            var read = await connection.ReadChangesAsync("salesOrder", cursor, TestContext.Current.CancellationToken);
            foreach (var change in read.Changes)
            {
                reported[change.Id] = change.ChangedAt!.Value;
            }

            cursor = read.Next;
            if (!read.HasMore)
            {
                return cursor;
            }
        }

        throw new InvalidOperationException("the sweep does not end");
    }

    private const int MinutesOfBusiness = 14 * 60;
    private const int MinutesOfQuiet = 3 * 60;
    private const int PagesMax = 2_000;
    private const int RequestsMax = 20_000;
}
