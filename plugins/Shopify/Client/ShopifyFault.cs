namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>A call that did not give what was asked. Its message is for people and carries no secret.</summary>
internal sealed class ShopifyFault(ShopifyFaultKind kind, string message) : Exception(message)
{
    public ShopifyFaultKind Kind { get; } = kind;

    /// <summary>How long the shop asked us to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The shop's own error code, where it gave one.</summary>
    public string? Code { get; init; }

    /// <summary>What Shopify's support finds the request by.</summary>
    public string? RequestId { get; private set; }

    /// <summary>The answer as it came, up to <see cref="BodyMost"/> bytes: for a debugger and a test. It may hold what
    /// customers entered, so it stands in no message and no log.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Bytes of an answer that are kept.</summary>
    public const int BodyMost = 16 * 1024;

    /// <summary>Adds what came back.</summary>
    public ShopifyFault With(string requestId, ReadOnlyMemory<byte> body)
    {
        // A copy: what is kept must not hold on to a large answer.
        (RequestId, Body) = (requestId, body[..Math.Min(body.Length, BodyMost)].ToArray());
        return this;
    }
}
