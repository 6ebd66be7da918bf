namespace IntegrationHost.Simulators.NetSuite;

/// <summary>The account's own clock: stamps in SuiteQL have no zone and are in this one.</summary>
internal sealed class AccountZone(NetSuiteAccountOptions options, TimeProvider time)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);

    public DateTime Now() => Local(DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()));

    public DateOnly Today() => DateOnly.FromDateTime(Now());

    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, _zone).DateTime;
}
