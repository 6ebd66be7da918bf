namespace IntegrationHost.App.Site;

/// <summary>Where the state is kept, and how.</summary>
/// <param name="Kind">Which store.</param>
/// <param name="Connection">Of PostgreSQL, its secrets in place; null for the embedded store.</param>
/// <param name="Schema">Of PostgreSQL; null for the store's own choice.</param>
/// <param name="Encrypted">Whether payloads are encrypted.</param>
/// <param name="KeysFolder">The key ring and the payload keys.</param>
internal sealed record StateSettings(
    StateKind Kind, string? Connection, string? Schema, bool Encrypted, string KeysFolder)
{
    /// <summary>What this host is called in PostgreSQL; null for a name made of machine and data folder.</summary>
    public string? Host { get; init; }
}

/// <summary>The stores there are.</summary>
internal enum StateKind
{
    /// <summary>In the data folder.</summary>
    Embedded,
    /// <summary>In a PostgreSQL database.</summary>
    Postgres,
}
