using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Client;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Feeds;

/// <summary>Knows how the account's local time stands to UTC: from the option, or measured and measured again, because
/// clocks change twice a year.</summary>
internal sealed class AccountClock(
    NetSuiteOptions options, ConnectorContext context, NetSuiteClient client, SuiteQlClient suiteQl) : IDisposable
{
    private readonly SemaphoreSlim _measuring = new(1, 1);
    private volatile AccountTime? _known;
    private long _knownSince;

    public async Task<AccountTime> AccountTimeAsync(CancellationToken cancel)
    {
        if (Fresh is { } known)
        {
            return known;
        }

        await _measuring.WaitAsync(cancel);
        try
        {
            if (Fresh is null)
            {
                _known = options.TimeZone is { Length: > 0 } name
                    ? new AccountTime(ZoneOf(name))
                    : new AccountTime(await MeasureAsync(cancel));
                Interlocked.Exchange(ref _knownSince, context.Time.GetTimestamp());
            }

            return _known!;
        }
        finally
        {
            _measuring.Release();
        }
    }

    private AccountTime? Fresh =>
        context.Time.GetElapsedTime(Interlocked.Read(ref _knownSince)) < MeasuredAgainAfter ? _known : null;

    /// <summary>The account's present offset from UTC.</summary>
    public async Task<TimeSpan> MeasureAsync(CancellationToken cancel)
    {
        var utc = await ServerTime.ReadAsync(client, cancel);
        var page = await suiteQl.PageAsync($"SELECT {SuiteQlText.AsText("SYSDATE")} AS localnow FROM dual", cancel);
        var local = SuiteQlText.Parse(page.Rows.Count == 1
            ? page.Rows[0].Text("localnow")
            : throw new NetSuiteException("NetSuite did not tell its local time"));
        // Offsets are whole quarters of an hour; what is left over is the time between the two calls.
        return Math.Round((local - utc.UtcDateTime) / QuarterHour) * QuarterHour;
    }

    public void Dispose() => _measuring.Dispose();

    private static TimeZoneInfo ZoneOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone)
        ? zone
        : throw new NetSuiteException($"timeZone '{name}' is unknown; write it like America/New_York");

    /// <summary>Daily would do for the clocks; hourly, because until then changes of the doubled hour come
    /// late.</summary>
    public static readonly TimeSpan MeasuredAgainAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan QuarterHour = TimeSpan.FromMinutes(15);
}
