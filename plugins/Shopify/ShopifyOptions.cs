using System.ComponentModel.DataAnnotations;
using IntegrationHost.Plugins.Shopify.Access;

namespace IntegrationHost.Plugins.Shopify;

/// <summary>The <c>options</c> of a Shopify connection.</summary>
public sealed class ShopifyOptions
{
    /// <summary>The shop's own domain, for example <c>us-shop.myshopify.com</c>.</summary>
    [Required]
    [RegularExpression(
        @"^[a-z0-9][a-z0-9\-]*\.myshopify\.com$", ErrorMessage = "shop must look like us-shop.myshopify.com")]
    public string Shop { get; set; } = "";

    /// <summary>Where the shop is reached; <c>https://{shop}</c> when empty.</summary>
    [Url]
    public string? BaseUrl { get; set; }

    /// <summary>The Admin API access token of an app made in the shop's admin. It does not expire.</summary>
    [OneWayIn]
    public string? AccessToken { get; set; }

    /// <summary>The client id of an app of the Dev Dashboard.</summary>
    public string? ClientId { get; set; }

    /// <summary>The app's client secret; with the id it is exchanged for a token of a day.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The first refresh token of an app whose tokens expire within the hour. Each use gives another one,
    /// which the host keeps: this one is used until then.</summary>
    public string? RefreshToken { get; set; }

    /// <summary>The secret with which webhooks are signed; the client secret when empty. Without either no webhook is
    /// taken.</summary>
    public string? WebhookSecret { get; set; }

    /// <summary>The secret before the last rotation: webhooks may carry its signature for an hour.</summary>
    public string? PreviousWebhookSecret { get; set; }

    /// <summary>The API version.</summary>
    [RegularExpression(@"^\d{4}-\d{2}$", ErrorMessage = "apiVersion must look like 2026-07")]
    public string ApiVersion { get; set; } = "2026-07";

    /// <summary>How far each poll reaches back: the shop's search shows changes a little late.</summary>
    [Range(0, 3600)]
    public int OverlapSeconds { get; set; } = 120;

    /// <summary>Changes per page of a feed.</summary>
    [Range(1, 250)]
    public int PageSize { get; set; } = 250;

    /// <summary>What webhooks are verified with.</summary>
    internal string? SigningSecret => string.IsNullOrEmpty(WebhookSecret) ? ClientSecret : WebhookSecret;
}
