namespace IntegrationHost.Engine;

/// <summary>The engine's bounds. The defaults suit one machine.</summary>
public sealed record EngineOptions
{
    /// <summary>Over how many lanes records are spread; the same for the life of a state folder.</summary>
    public int Lanes { get; init; } = 8;

    /// <summary>Records claimed at once in a lane: what is read back and resolved together.</summary>
    public int ClaimMost { get; init; } = 50;

    /// <summary>Records of a lane that may be on their way at once.</summary>
    public int InFlightMost { get; init; } = 100;

    /// <summary>Pages of a feed read in one go before other work of the flow is looked at again.</summary>
    public int PollPagesMost { get; init; } = 1000;

    /// <summary>How long a stop waits for records on their way.</summary>
    public TimeSpan DrainFor { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How often missing target records are looked for again.</summary>
    public TimeSpan LookAgainEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The first wait of a record that could not be written; doubles up to <see cref="RetryMost"/>.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait between two attempts. There is no last attempt.</summary>
    public TimeSpan RetryMost { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after it was sent a write without an answer may still land. NetSuite ends a request after 15
    /// minutes; the rest is for the wait for a permit in a life that ended before it could note when it sent.</summary>
    public TimeSpan LateWritesFor { get; init; } = TimeSpan.FromMinutes(20);

    /// <summary>How long a write for a batch, or a read-back, waits for company.</summary>
    public TimeSpan LingerFor { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How often the address of our webhooks is made sure of.</summary>
    public TimeSpan SubscribeEvery { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Where webhooks reach this host, or null when they do not.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Seeds the spread of retry times.</summary>
    public int Seed { get; init; } = 1;
}
