using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What user errors mean for a write. Pure.</summary>
internal static class Refusal
{
    // A quota of the day, for example of new variants: it ends by itself, and asking again at once would not help.
    private static readonly TimeSpan QuotaPause = TimeSpan.FromHours(1);

    public static Outcome Of(IReadOnlyList<UserError> errors)
    {
        var first = errors[0];
        return first switch
        {
            _ when IsQuota(first) => new Outcome.RetryLater(first.Message, QuotaPause),
            _ => new Outcome.Rejected(
                string.Join(" ", errors.Select(error => error.Message).Distinct()), first.Code ?? "user-error",
                FieldOf(first)),
        };
    }

    // As the record has it: the API's own "input" in front is left out.
    private static string? FieldOf(UserError error) =>
        string.Join('.', error.Field.SkipWhile((part, at) => at == 0 && part == "input")) is { Length: > 0 } path
            ? path : null;

    private static bool IsQuota(UserError error) => error.Code is "VARIANT_THROTTLE_EXCEEDED" or "LIMIT_REACHED"
        || error.Message.Contains("daily", StringComparison.OrdinalIgnoreCase);
}
