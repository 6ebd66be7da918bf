using Cronos;
using IntegrationHost.Engine.Intake;

namespace IntegrationHost.App.Site;

/// <summary>A cron expression in a time zone. Where clocks go forward, a time that does not exist comes at the next one
/// that does; where they go back, a fixed time comes once.</summary>
internal sealed class CronSchedule : ISchedule
{
    private const int FieldsWithSeconds = 6;

    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(CronExpression expression, TimeZoneInfo zone, string text) =>
        (_expression, _zone, Text) = (expression, zone, text);

    /// <inheritdoc/>
    public string Text { get; }

    /// <inheritdoc/>
    public DateTimeOffset? NextAfter(DateTimeOffset instant) => _expression.GetNextOccurrence(instant, _zone);

    /// <summary>The schedule, or null where the text is no cron expression of five fields, or of six with
    /// seconds.</summary>
    public static CronSchedule? Parse(string cron, TimeZoneInfo zone)
    {
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var format = fields == FieldsWithSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard;
        return CronExpression.TryParse(cron, format, out var expression)
            ? new CronSchedule(expression, zone, $"'{cron}' {zone.Id}")
            : null;
    }
}
