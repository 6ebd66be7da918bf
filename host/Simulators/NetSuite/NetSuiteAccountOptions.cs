namespace IntegrationHost.Simulators.NetSuite;

/// <summary>The account that is played, and the keys it accepts.</summary>
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

    /// <summary>The integration record's client id, for OAuth 2.0 client credentials.</summary>
    public string ClientId { get; init; } = "client-id";

    /// <summary>The id of the certificate that is mapped to the integration.</summary>
    public string CertificateId { get; init; } = "certificate-id";

    /// <summary>The certificate's public key, PEM; null where none is mapped.</summary>
    public string? CertificateKey { get; init; }

    /// <summary>What links begin with instead of the address a request came to; null for that one.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Decides what is left to chance, as the time a slow write takes.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>IANA name of the zone in which stamps are printed and compared.</summary>
    public string TimeZone { get; init; } = "America/New_York";

    /// <summary>Requests answered at once; one more is refused with 429.</summary>
    public int ConcurrencyLimit { get; init; } = 5;
}
