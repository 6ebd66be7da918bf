namespace IntegrationHost.Simulators.NetSuite;

/// <summary>The account that is played, and the one set of keys it accepts.</summary>
public sealed record NetSuiteAccountOptions
{
    /// <summary>The account number, for example <c>1234567_SB1</c>.</summary>
    public string Account { get; init; } = "1234567_SB1";

    /// <summary>The integration record's consumer key.</summary>
    public string ConsumerKey { get; init; } = "consumer-key";

    /// <summary>The integration record's consumer secret.</summary>
    public string ConsumerSecret { get; init; } = "consumer-secret";

    /// <summary>The access token's id.</summary>
    public string TokenId { get; init; } = "token-id";

    /// <summary>The access token's secret.</summary>
    public string TokenSecret { get; init; } = "token-secret";

    /// <summary>IANA name of the zone in which stamps are printed and compared.</summary>
    public string TimeZone { get; init; } = "America/New_York";

    /// <summary>Requests answered at once; one more is refused with 429.</summary>
    public int ConcurrencyLimit { get; init; } = 5;
}
