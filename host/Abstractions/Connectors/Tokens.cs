namespace IntegrationHost.Connectors;

/// <summary>A small encrypted store in the host's state, one per connection, for tokens that rotate. A value that
/// <see cref="ReplaceAsync"/> accepted survives a crash.</summary>
public abstract class Tokens
{
    /// <summary>The token of this name, or null.</summary>
    public abstract Task<StoredToken?> ReadAsync(string name, CancellationToken cancel);

    /// <summary>Stores the value if the stored version still is the expected one; false when somebody else was
    /// first: read again.</summary>
    /// <param name="name">The connector's own name for the token.</param>
    /// <param name="value">At most 64 KB.</param>
    /// <param name="expected">The version that was read; null when there was none.</param>
    /// <param name="cancel">Ends the attempt.</param>
    public abstract Task<bool> ReplaceAsync(string name, string value, long? expected, CancellationToken cancel);
}

/// <summary>A stored token.</summary>
/// <param name="Value">The secret; never log it.</param>
/// <param name="Version">Grows with every replacement.</param>
public sealed record StoredToken(string Value, long Version)
{
    /// <summary>Names the version only, so that a log line cannot carry the secret.</summary>
    public override string ToString() => $"token version {Version}";
}
