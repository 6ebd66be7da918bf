using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What the shop says of an idempotency key. Not every mutation's errors have a code: the words are those of
/// the schema. Pure.</summary>
internal static class KeyRefusal
{
    /// <summary>The first attempt under the key is still being done: what comes of it is not known.</summary>
    public static bool IsStillRunning(UserError error) => Is(
        error, "IDEMPOTENCY_CONCURRENT_REQUEST", "currently in progress");

    /// <summary>The attempt under the key did nothing, and so would a repeat.</summary>
    public static bool HasFailed(UserError error) => Is(
        error, "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED", "previous request with this idempotency key failed");

    private static bool Is(UserError error, string code, string words) => error.Code == code
        || (error.Code is null && error.Message.Contains(words, StringComparison.OrdinalIgnoreCase));
}
