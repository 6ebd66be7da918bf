namespace IntegrationHost.Connectors;

/// <summary>A connector whose changes can be polled.</summary>
public interface IChangeFeed : IConnector
{
    /// <summary>A page of changes at or after the cursor, oldest first. Repeats are welcome, gaps are not: leave an
    /// overlap where the source is only eventually consistent. The host keeps <see cref="ChangePage.Next"/> only once
    /// the whole page is durable in its inbox.</summary>
    /// <param name="entity">One of the connector's entities with <see cref="Abilities.Changes"/>.</param>
    /// <param name="after">Where to read on.</param>
    /// <param name="cancel">Ends the read; the page is then not used.</param>
    Task<ChangePage> ReadChangesAsync(string entity, Cursor after, CancellationToken cancel);
}

/// <summary>A place in a feed. The host stores it and never looks inside.</summary>
/// <param name="Value">The connector's own text; ignored while <paramref name="Since"/> is set.</param>
/// <param name="Since">The first read of a flow: changes from this instant on.</param>
public sealed record Cursor(string Value, DateTimeOffset? Since = null)
{
    /// <summary>The cursor of a flow's first read.</summary>
    public static Cursor From(DateTimeOffset since) => new("", since);
}

/// <summary>A part of a feed.</summary>
/// <param name="Changes">Oldest first; at most 1,000.</param>
/// <param name="Next">Where to read on.</param>
/// <param name="HasMore">True when the host shall read on at once instead of at the next interval.</param>
/// <param name="Receipt">How many records the source says this page has, or null where it says nothing. A page with
/// fewer changes does not move the cursor; it raises a problem.</param>
public sealed record ChangePage(IReadOnlyList<Change> Changes, Cursor Next, bool HasMore, int? Receipt = null);
