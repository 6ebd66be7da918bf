using System.ComponentModel.DataAnnotations;

namespace Acme;

/// <summary>The <c>options</c> of a connection. The host checks them all at once and names the wrong ones.</summary>
public sealed class AcmeOptions
{
    /// <summary>Where the account is reached, for example <c>https://acme-system.example.com</c>.</summary>
    [Required]
    [Url]
    public string BaseUrl { get; set; } = "";

    /// <summary>The key, as <c>${secret:acme-key}</c>.</summary>
    [Required]
    public string ApiKey { get; set; } = "";
}
