using System.ComponentModel.DataAnnotations;

namespace IntegrationHost.Plugins.Shopify.Access;

/// <summary>The options must say one way to get a token, and say it whole. On one property, so that it is told together
/// with everything else that is wrong.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneWayInAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var options = (ShopifyOptions)validationContext.ObjectInstance;
        var (token, id, secret) = (options.AccessToken, options.ClientId, options.ClientSecret);
        return Has(token) && (Has(id) || Has(options.RefreshToken))
                ? Wrong("give either accessToken, or clientId with clientSecret, not both", nameof(options.AccessToken))
            : Has(token) ? ValidationResult.Success
            : Has(id) && Has(secret) ? ValidationResult.Success
            : Has(id) ? Wrong("clientId needs clientSecret beside it", nameof(options.ClientSecret))
            : Has(secret) || Has(options.RefreshToken)
                ? Wrong("clientSecret and refreshToken need clientId beside them", nameof(options.ClientId))
            : Wrong("accessToken is missing; or give clientId and clientSecret", nameof(options.AccessToken));
    }

    private static bool Has(string? text) => !string.IsNullOrWhiteSpace(text);

    private static ValidationResult Wrong(string text, string member) => new(text, [member]);
}
