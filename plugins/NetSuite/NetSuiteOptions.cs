using System.ComponentModel.DataAnnotations;

namespace IntegrationHost.Plugins.NetSuite;

/// <summary>What a connection to one NetSuite account is told in <c>ihost.json</c>.</summary>
public sealed class NetSuiteOptions : IValidatableObject
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

    /// <summary>The integration record's client id: OAuth 2.0 client credentials, the first choice.</summary>
    public string? ClientId { get; set; }

    /// <summary>The id NetSuite gave the certificate when it was mapped to the integration.</summary>
    public string? CertificateId { get; set; }

    /// <summary>The private key of the certificate, PEM: RSA from 2048 bits, or EC P-256, P-384, P-521.</summary>
    public string PrivateKey { get; set; } = "";

    /// <summary>The certificate itself, PEM: with it the host warns thirty days before it ends.</summary>
    public string? Certificate { get; set; }

    /// <summary>The integration record's consumer key: token-based authentication, the second choice.</summary>
    public string? ConsumerKey { get; set; }

    /// <summary>The integration record's consumer secret.</summary>
    public string? ConsumerSecret { get; set; }

    /// <summary>The access token's id.</summary>
    public string? TokenId { get; set; }

    /// <summary>The access token's secret.</summary>
    public string? TokenSecret { get; set; }

    /// <summary>How far, in seconds, every poll looks back behind the last one: a change can become visible after its
    /// own last-modified time.</summary>
    [Range(60, 86_400)]
    public int OverlapSeconds { get; set; } = OverlapSecondsDefault;

    /// <summary>The time zone of the role's user, as an IANA name. Without it the present offset is measured, and
    /// stamps from the other half of the year are an hour off.</summary>
    [ZoneName]
    public string? TimeZone { get; set; }

    /// <summary>The account's own fields to read along, for example <c>custbody_shopify_order</c>; what is written
    /// needs no mention.</summary>
    public string[] CustomFields { get; set; } = [];

    /// <summary>The line field that keeps the outside id of an order's line: by it lines are found again when an order
    /// is edited. Without a value in it a line is found by its item.</summary>
    [RegularExpression("^(custcol[a-z0-9_]+)?$", ErrorMessage = "is no line field; write it like custcol_shopify_line")]
    public string LineKey { get; set; } = "custcol_shopify_line";

    /// <summary>Whether the addresses of sales orders are read along: up to two queries more for a batch.</summary>
    public bool ReadAddresses { get; set; }

    /// <summary>How taxes are written.</summary>
    public TaxStrategy TaxStrategy { get; set; }

    /// <summary>The internal id of the tax type of tax details, for <see cref="TaxStrategy.SuiteTax"/>.</summary>
    public string? TaxType { get; set; }

    /// <summary>Rows asked for at once.</summary>
    [Range(1, 1_000)]
    public int PageSize { get; set; } = PageSizeDefault;

    /// <summary>Requests in flight at once, over all flows of this account; lowered by refusals. Without it 4, or what
    /// the account tells to a role that may ask.</summary>
    [Range(1, 100)]
    public int? MaxConcurrentRequests { get; set; }

    /// <summary>Whether items with their prices, and inventory adjustments, are written a hundred at a time, as jobs:
    /// for catalogues of thousands. One by one a record is there sooner.</summary>
    public bool BatchCatalogue { get; set; }

    /// <summary>The secret with which the scripts in NetSuite sign what they post; null where none post.</summary>
    public string? WebhookSecret { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => SignInCheck.Of(this);

    /// <summary>Whether OAuth 2.0 client credentials are given.</summary>
    internal bool UsesCertificate => ClientId is { Length: > 0 };

    private const int OverlapSecondsDefault = 600;
    private const int PageSizeDefault = 1_000;
    internal const int ConcurrentRequestsDefault = 4;
}
