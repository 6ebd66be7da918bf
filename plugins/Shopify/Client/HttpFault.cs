using System.Net;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>What an HTTP status other than 200 means, in one table.</summary>
internal static class HttpFault
{
    public static ShopifyFault? Of(HttpResponseMessage response, ShopifyOptions options) => (int)response.StatusCode switch
    {
        200 => null,
        401 => Refused($"{options.Shop} does not accept the access token; make a new one and set options.accessToken"),
        402 => Refused($"{options.Shop} is frozen for an unpaid bill"),
        403 => Refused($"the app is not allowed to do this in {options.Shop}; check its scopes"),
        404 => Refused($"{options.Shop} has no API version {options.ApiVersion}, or there is no such shop"),
        423 => Refused($"{options.Shop} is locked"),
        430 => Refused($"{options.Shop} rejected the request for security reasons"),
        429 => new ShopifyFault(ShopifyFaultKind.Throttled, $"{options.Shop} asks us to slow down")
        {
            RetryAfter = response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1),
        },
        var status when status < 500 => Refused($"{options.Shop} answered {status}"),
        var status => new ShopifyFault(ShopifyFaultKind.Unknown, $"{options.Shop} answered {status}"),
    };

    private static ShopifyFault Refused(string message) => new(ShopifyFaultKind.Refused, message);
}
