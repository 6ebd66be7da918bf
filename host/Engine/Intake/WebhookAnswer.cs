namespace IntegrationHost.Engine.Intake;

/// <summary>What the sender of a webhook is told. A closed set.</summary>
public abstract record WebhookAnswer
{
    private WebhookAnswer()
    {
    }

    /// <summary>Durable: 200.</summary>
    /// <param name="Stored">How many changes are new; 0 for a repeated delivery.</param>
    public sealed record Accepted(int Stored) : WebhookAnswer;

    /// <summary>Not genuine: 401.</summary>
    /// <param name="Reason">In a sentence.</param>
    public sealed record Refused(string Reason) : WebhookAnswer;

    /// <summary>Genuine but not readable: 400.</summary>
    /// <param name="Reason">In a sentence.</param>
    public sealed record Unreadable(string Reason) : WebhookAnswer;

    /// <summary>The connection could not be made: 503, so that the sender repeats it once that is mended.</summary>
    /// <param name="Reason">In a sentence.</param>
    public sealed record Unusable(string Reason) : WebhookAnswer;

    /// <summary>No such connection, or it takes no webhooks: 404.</summary>
    /// <param name="Reason">In a sentence.</param>
    public sealed record Unknown(string Reason) : WebhookAnswer;
}
