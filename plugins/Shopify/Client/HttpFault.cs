namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>What an HTTP status other than 200 means, in one table. Pure.</summary>
internal static class HttpFault
{
    /// <summary>The code of a fault that says the token is not accepted.</summary>
    public const string NotAccepted = "UNAUTHORIZED";

    private static readonly TimeSpan PauseWhenNotTold = TimeSpan.FromSeconds(1);

    // A proxy that names a day must not stop a shop for a day.
    private static readonly TimeSpan PauseMost = TimeSpan.FromMinutes(5);

    public static ShopifyFault? Of(HttpResponseMessage response, ShopifyOptions options, string requestId)
    {
        var shop = options.Shop;
        return (int)response.StatusCode switch
        {
            200 => null,
            401 => Refused(options.ClientId is null
                ? "does not accept the access token; make a new one and set options.accessToken"
                : "does not accept the token it gave; check that the app is installed in this shop", NotAccepted),
            402 => Refused("is frozen for an unpaid bill; the shop's owner must pay it"),
            403 => Refused("does not allow the app to do this; check its scopes and install it again"),
            404 => Refused($"has no API version {options.ApiVersion}, or there is no such shop; check options.shop"),
            423 => Refused("is locked; the shop's owner must ask Shopify to open it"),
            430 => Refused("rejected the request for security reasons; ask Shopify with the request id"),
            429 => Fault(ShopifyFaultKind.Throttled, "asks us to slow down", response.Headers.RetryAfter?.Delta),
            408 => Fault(ShopifyFaultKind.Unknown, "gave up waiting for our request (408)"),
            >= 500 and var status => Fault(ShopifyFaultKind.Unknown, $"is in trouble ({status})"),
            var status => Refused($"refused the request ({status})"),
        };

        ShopifyFault Refused(string what, string? code = null) => Fault(ShopifyFaultKind.Refused, what, code: code);

        ShopifyFault Fault(ShopifyFaultKind kind, string what, TimeSpan? wait = null, string? code = null) =>
            new(kind, $"{shop} {what} (request {requestId})")
            {
                Code = code,
                RetryAfter = kind == ShopifyFaultKind.Throttled ? Bounded(wait ?? PauseWhenNotTold) : null,
            };

        static TimeSpan Bounded(TimeSpan wait) => wait < PauseMost ? wait : PauseMost;
    }
}
