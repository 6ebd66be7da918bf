using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>Reads <c>errors</c> and <c>userErrors</c>, lenient about their shapes.</summary>
internal static class AnswerErrors
{
    public static bool IsThrottled(Record answer) => answer.Has("errors.0.extensions.code")
        && answer.Text("errors.0.extensions.code") == "THROTTLED";

    public static ShopifyFault Fault(string operation, string shop, Record answer, string requestId, TimeSpan? wait)
    {
        if (IsThrottled(answer))
        {
            return new ShopifyFault(ShopifyFaultKind.Throttled, $"{shop} has no points left for {operation}") { RetryAfter = wait };
        }

        // An array of errors, or a bare text.
        var message = answer.Has("errors.0") ? answer.TextOrNull("errors.0.message") : answer.TextOrNull("errors");
        var code = answer.TextOrNull("errors.0.extensions.code");
        var kind = code == "INTERNAL_SERVER_ERROR" ? ShopifyFaultKind.Unknown : ShopifyFaultKind.Refused;
        return new ShopifyFault(kind, $"{shop} answered {operation} with {code ?? "an error"}: {message} (request {requestId})")
        {
            Code = code,
        };
    }

    /// <summary>The user errors of a mutation's payload.</summary>
    public static IReadOnlyList<UserError> Of(Record payload) => [.. payload.ListOrEmpty("userErrors")
        .Select(error => new UserError(error.Texts("field"), error.Text("message"), error.TextOrNull("code")))];
}

/// <summary>What is wrong with an input.</summary>
internal sealed record UserError(IReadOnlyList<string> Field, string Message, string? Code)
{
    public string Path => string.Join('.', Field);
}
