namespace IntegrationHost.Simulators.NetSuite;

/// <summary>The account's own clock: stamps in SuiteQL have no zone and are in this one.</summary>
internal sealed class AccountZone(NetSuiteAccountOptions options, TimeProvider time)
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<long, TimeSpan> _offsets = [];
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    public DateTime Now() => Local(DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()));

    public DateOnly Today() => DateOnly.FromDateTime(Now());

    public DateTime Local(DateTimeOffset instant) => DateTime.SpecifyKind(
        instant.UtcDateTime + OffsetAt(instant), DateTimeKind.Unspecified);

    // Asked for every row of every query: zones change on quarters of an hour.
    private TimeSpan OffsetAt(DateTimeOffset instant) => _offsets.GetOrAdd(
        instant.UtcTicks / QuarterHour, _ => _zone.GetUtcOffset(instant));

    private const long QuarterHour = 15 * TimeSpan.TicksPerMinute;
}
