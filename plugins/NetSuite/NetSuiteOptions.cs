using System.ComponentModel.DataAnnotations;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>What a connection to one NetSuite account is told in <c>ihost.json</c>.</summary>
public sealed class NetSuiteOptions
{
    /// <summary>The account number as NetSuite shows it, for example <c>1234567</c> or, for a sandbox,
    /// <c>1234567_SB1</c>.</summary>
    [Required]
    [RegularExpression("^[A-Za-z0-9]+([_-][A-Za-z0-9]+)*$",
        ErrorMessage = "is no account number; write it like 1234567_SB1")]
    public string Account { get; set; } = "";

    /// <summary>Overrides <c>https://&lt;account&gt;.suitetalk.api.netsuite.com</c>, for a simulator.</summary>
    [Url]
    public string? BaseUrl { get; set; }

    /// <summary>The integration record's consumer key.</summary>
    [Required]
    public string ConsumerKey { get; set; } = "";

    /// <summary>The integration record's consumer secret.</summary>
    [Required]
    public string ConsumerSecret { get; set; } = "";

    /// <summary>The access token's id.</summary>
    [Required]
    public string TokenId { get; set; } = "";

    /// <summary>The access token's secret.</summary>
    [Required]
    public string TokenSecret { get; set; } = "";

    /// <summary>How far, in seconds, every poll looks back behind the last one: a change can become visible after its
    /// own last-modified time.</summary>
    [Range(60, 86_400)]
    public int OverlapSeconds { get; set; } = OverlapSecondsDefault;

    /// <summary>The time zone of the role's user, as an IANA name. Without it the present offset is measured, and
    /// stamps from the other half of the year are an hour off.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Rows asked for at once.</summary>
    [Range(1, 1_000)]
    public int PageSize { get; set; } = PageSizeDefault;

    /// <summary>Requests in flight at once, over all flows of this account.</summary>
    [Range(1, 100)]
    public int MaxConcurrentRequests { get; set; } = MaxConcurrentRequestsDefault;

    private const int OverlapSecondsDefault = 600;
    private const int PageSizeDefault = 1_000;
    private const int MaxConcurrentRequestsDefault = 4;
}
