using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Shouldly;

namespace IntegrationHost.Plugins.NetSuite.Tests;

/// <summary>A year of hourly polls, with changes at every time of the day: between a poll and local midnight,
/// and through both changes of the clocks.</summary>
public sealed class YearTests
{
    [Theory]
    [InlineData("America/New_York", "America/New_York", 11)]
    [InlineData("America/New_York", null, 12)]
    [InlineData("Australia/Lord_Howe", null, 13)]
    public async Task Nothing_is_lost_over_a_year(string account, string? told, int seed)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var table = new TableOfOrders(time, TimeZoneInfo.FindSystemTimeZoneById(account));
        var options = Some.Options();
        options.TimeZone = told;
        options.PageSize = 50;
        var connection = Some.Connection(table, time: time, options: options);
        var random = new Random(seed);
        var (expected, seen) = (new HashSet<string>(), new HashSet<string>());
        var cursor = Cursor.From(time.GetUtcNow());
        for (var hour = 0; hour < HoursOfAYear + Quiet; hour++)
        {
            var minutes = random.Next(1, 60);
            time.Advance(TimeSpan.FromMinutes(minutes));
            if (hour < HoursOfAYear && random.Next(0, 2) == 0)
            {
                table.Change(hour + 1, TimeSpan.FromSeconds(random.Next(0, 540)));
                expected.Add($"{hour + 1}");
            }

            time.Advance(TimeSpan.FromMinutes(60 - minutes));
            cursor = await SweepAsync(connection, cursor, seen);
            table.Forget(TimeSpan.FromDays(3));
        }

        expected.Except(seen).ShouldBeEmpty($"seed {seed}");
    }

    private static async Task<Cursor> SweepAsync(NetSuiteConnector connection, Cursor cursor, HashSet<string> seen)
    {
        for (var page = 0; page < PagesMax; page++)
        {
            var read = await connection.ReadChangesAsync("salesOrder", cursor, TestContext.Current.CancellationToken);
            seen.UnionWith(read.Changes.Select(change => change.Id));
            cursor = read.Next;
            if (!read.HasMore)
            {
                return cursor;
            }
        }

        throw new InvalidOperationException("the sweep does not end");
    }

    private const int HoursOfAYear = 365 * 24;
    private const int Quiet = 12;
    private const int PagesMax = 1_000;
}
