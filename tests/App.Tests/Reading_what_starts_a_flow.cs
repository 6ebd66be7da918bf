using IntegrationHost.App.Site;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests;

public sealed class Reading_what_starts_a_flow : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Several_triggers_stand_beside_each_other()
    {
        var flow = Some.Read(_folder, Site("""
            "pollEvery": "00:15:00", "schedules": [ { "cron": "30 6 * * 1-5", "timeZone": "Europe/Berlin" },
              { "cron": "0 0 12 1 * *", "timeZone": "UTC" } ]
            """)).Flows.Single();

        flow.PollEvery.ShouldBe(TimeSpan.FromMinutes(15));
        flow.TakesWebhooks.ShouldBeTrue();
        flow.Schedules.Select(schedule => schedule.Text).ShouldBe(
            ["'30 6 * * 1-5' Europe/Berlin", "'0 0 12 1 * *' UTC"]);
        flow.Schedules[0].NextAfter(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero)).ShouldBe(
            new DateTimeOffset(2026, 11, 30, 5, 30, 0, TimeSpan.Zero), "after Friday noon comes Monday morning");
    }

    [Fact]
    public void Who_names_times_is_polled_at_those_alone_unless_an_interval_is_named_too() =>
        Some.Read(_folder, Site("""
            "schedules": [ { "cron": "0 3 * * *", "timeZone": "UTC" } ], "webhooks": false
            """)).Flows.Single().ShouldSatisfyAllConditions(
                flow => flow.PollEvery.ShouldBe(TimeSpan.Zero), flow => flow.TakesWebhooks.ShouldBeFalse());

    [Theory]
    // Half past two does not exist on the night clocks go forward: it comes at three. It is there twice on the night
    // they go back: it comes once.
    [InlineData("2026-03-29", "01:00")]
    [InlineData("2026-10-25", "00:30")]
    public void On_the_nights_clocks_change_a_time_comes_once(string day, string utc)
    {
        var schedule = CronSchedule.Parse("30 2 * * *", TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))!;
        var midnight = DateTimeOffset.Parse($"{day}T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        var next = schedule.NextAfter(midnight.AddHours(-2))!.Value;

        next.UtcDateTime.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe($"{day} {utc}");
        (schedule.NextAfter(next)!.Value - next).ShouldBeGreaterThan(TimeSpan.FromHours(20));
    }

    [Theory]
    [InlineData("""[ { "cron": "30 6 * *", "timeZone": "UTC" } ]""", "0:cron",
        "'30 6 * *' is no cron expression; write minute, hour, day, month and weekday, for example \"30 6 * * 1-5\"")]
    [InlineData("""[ { "cron": "0 0 31 2 *", "timeZone": "UTC" } ]""", "0:cron",
        "'0 0 31 2 *' never comes; check day and month")]
    [InlineData("""[ { "timeZone": "UTC" } ]""", "0:cron",
        "is missing; write when, for example \"30 6 * * 1-5\" for half past six on weekdays")]
    [InlineData("""[ { "cron": "30 6 * * *" } ]""", "0:timeZone",
        "is missing: \"half past six\" is another instant elsewhere; write a zone like Europe/Berlin, or UTC")]
    [InlineData("""[ { "cron": "30 6 * * *", "timeZone": "Europe/Berln" } ]""", "0:timeZone",
        "there is no time zone 'Europe/Berln'; write its IANA name, for example Europe/Berlin")]
    public void A_schedule_that_cannot_be_meant_is_told_with_its_key(string schedules, string key, string told) =>
        Some.FaultsOf(Site($"\"schedules\": {schedules}"))
            .ShouldBe($"ihost.json: flows:us-orders:schedules:{key}: {told}");

    [Theory]
    [InlineData("""{ "cron": "30 6 * * *" }""", "schedules: this is an object, wanted is a list")]
    [InlineData("""[ { "cron": "30 6 * * *", "zone": "UTC" } ]""",
        "schedules:0:zone: there is no such key; known here: cron, timeZone")]
    public void A_key_of_another_form_is_found(string schedules, string told) =>
        Some.FaultsOf(Site($"\"schedules\": {schedules}")).ShouldContain(told);

    [Fact]
    public void A_setting_that_names_a_time_zone_is_checked_wherever_it_stands() =>
        Some.FaultsOf("""
            { "connections": {
                "us-shop": { "plugin": "Acme", "settings": { "timeZone": "Amerika/New_York" } },
                "erp": { "plugin": "Acme" } },
              "flows": { "c": { "link": "c", "from": "us-shop/customer", "to": "erp/customer", "script": "c.csx",
                "settings": { "timeZone": "PST8PTD" } } },
              "settings": { "timeZone": "Mars/Olympus" } }
            """).Split('\n').ShouldBe(
        [
            "ihost.json: connections:us-shop:settings:timeZone: there is no time zone 'Amerika/New_York'; "
                + "write its IANA name, for example America/New_York",
            "ihost.json: flows:c:settings:timeZone: there is no time zone 'PST8PTD'; "
                + "write its IANA name, for example Europe/Berlin",
            "ihost.json: settings:timeZone: there is no time zone 'Mars/Olympus'; "
                + "write its IANA name, for example Europe/Berlin",
        ], ignoreOrder: true);

    public void Dispose() => _folder.Dispose();

    private static string Site(string triggers) => Some.Site(flows: $$"""
        "us-orders": { "link": "order", "from": "us-shop/order", "to": "erp/salesOrder", "script": "order.csx",
          "since": "2026-11-01T00:00:00Z", {{triggers}} }
        """);
}
