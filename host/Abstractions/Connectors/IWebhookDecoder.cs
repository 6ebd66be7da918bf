namespace IntegrationHost.Connectors;

/// <summary>A connector that understands webhooks posted to <c>/webhooks/&lt;connection&gt;</c>.</summary>
public interface IWebhookDecoder : IConnector
{
    /// <summary>Verifies the signature over the raw bytes in constant time, then decodes. Pure and quick: no I/O, the
    /// sender is waiting. Accepted changes are durable before the sender gets its 200; refused ones get a 401, or a
    /// 400 when they are genuine but cannot be read.</summary>
    WebhookVerdict Decode(WebhookRequest request);
}

/// <summary>A webhook as it came.</summary>
/// <param name="Headers">Case-insensitive; several values of one name are joined by a comma.</param>
/// <param name="Body">The raw bytes; valid until <see cref="IWebhookDecoder.Decode"/> returns.</param>
public sealed record WebhookRequest(IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>What a webhook means. A closed set.</summary>
public abstract record WebhookVerdict
{
    private WebhookVerdict()
    {
    }

    /// <summary>Genuine. No changes and no notices is fine: the sender gets its 200.</summary>
    /// <param name="DeliveryId">Equal for repeated deliveries of one webhook: the host drops the repeats.</param>
    /// <param name="Changes">Hints; the records are read back.</param>
    /// <param name="Notices">What a person must know.</param>
    public sealed record Accepted(string DeliveryId, IReadOnlyList<Change> Changes, IReadOnlyList<Notice> Notices)
        : WebhookVerdict;

    /// <summary>Not genuine or not readable. The host logs the reason and answers 401, or 400 to a genuine
    /// one.</summary>
    /// <param name="Reason">One sentence without secrets.</param>
    public sealed record Refused(string Reason) : WebhookVerdict
    {
        /// <summary>True when the signature fits and the body is what cannot be read.</summary>
        public bool IsGenuine { get; init; }
    }
}

/// <summary>Something about the connection that a person must know, for example that the app was uninstalled.</summary>
/// <param name="Code">Stable, in kebab-case: problems are grouped by it.</param>
/// <param name="Text">What happened and what to do, in a sentence.</param>
public sealed record Notice(string Code, string Text);
