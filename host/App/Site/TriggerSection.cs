using System.Globalization;
using IntegrationHost.Engine.Intake;
using Microsoft.Extensions.Configuration;

namespace IntegrationHost.App.Site;

/// <summary>What starts a flow, as the site says: webhooks, an interval, points in time; several at once.</summary>
internal sealed class TriggerSection(Action<string, string> find)
{
    private static readonly TimeSpan EveryUsual = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EveryLeast = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EveryMost = TimeSpan.FromDays(1);

    public Triggers Read(IConfigurationSection flow, string key)
    {
        var schedules = flow.GetSection("schedules").GetChildren()
            .Select((schedule, at) => Schedule(
                schedule, string.Create(CultureInfo.InvariantCulture, $"{key}:schedules:{at}")))
            .OfType<ISchedule>().ToArray();
        var given = flow.GetSection("schedules").GetChildren().Any();
        return new Triggers(Every(flow["pollEvery"], given, $"{key}:pollEvery"), schedules,
            Webhooks(flow["webhooks"], $"{key}:webhooks"));
    }

    private TimeSpan Every(string? text, bool hasSchedules, string key)
    {
        if (text is null)
        {
            return hasSchedules ? TimeSpan.Zero : EveryUsual;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var every)
            && every >= EveryLeast && every <= EveryMost)
        {
            return every;
        }

        find(key, $"'{text}' must be a time between 00:00:01 and 1.00:00:00, for example 00:05:00");
        return EveryUsual;
    }

    private CronSchedule? Schedule(IConfigurationSection section, string key)
    {
        if (section["cron"] is not { Length: > 0 } cron)
        {
            find($"{key}:cron", "is missing; write when, for example \"30 6 * * 1-5\" for half past six on weekdays");
            return null;
        }

        var zone = Zone(section["timeZone"], $"{key}:timeZone");
        if (zone is null)
        {
            return null;
        }

        var schedule = CronSchedule.Parse(cron, zone);
        if (schedule is null)
        {
            find($"{key}:cron", $"'{cron}' is no cron expression; write minute, hour, day, month and weekday, "
                + "for example \"30 6 * * 1-5\"");
        }
        else if (schedule.NextAfter(TimeProvider.System.GetUtcNow()) is null)
        {
            find($"{key}:cron", $"'{cron}' never comes; check day and month");
        }

        return schedule;
    }

    private TimeZoneInfo? Zone(string? name, string key)
    {
        if (name is null)
        {
            find(key, "is missing: \"half past six\" is another instant elsewhere; write a zone like Europe/Berlin, "
                + "or UTC");
            return null;
        }

        if (ZoneNames.FaultOf(name) is { } fault)
        {
            find(key, fault);
            return null;
        }

        return TimeZoneInfo.FindSystemTimeZoneById(name);
    }

    private bool Webhooks(string? text, string key)
    {
        if (text is null || bool.TryParse(text, out var wanted) && wanted)
        {
            return true;
        }

        if (!bool.TryParse(text, out _))
        {
            find(key, $"'{text}' must be true or false");
        }

        return false;
    }
}
