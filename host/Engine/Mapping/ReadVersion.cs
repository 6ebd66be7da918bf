using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Under which version a record that was read is settled. Pure.</summary>
internal static class ReadVersion
{
    /// <summary>Systems stamp changes to the second, and clocks differ a little.</summary>
    private static readonly TimeSpan Stamp = TimeSpan.FromSeconds(2);

    /// <summary>The version itself when nothing can hide behind it. A record that was read within the second in which
    /// it changed may change once more under the very same version: it gets a mark, so that the next hint of that
    /// version is looked at again instead of being taken for a repetition.</summary>
    /// <param name="hint">What led to the reading.</param>
    /// <param name="version">What was read.</param>
    /// <param name="readAt">When the reading began.</param>
    public static string Of(Change hint, string version, DateTimeOffset readAt) =>
        hint.ChangedAt is { } changedAt && (hint.Version != version || readAt < changedAt + Stamp)
            ? $"{version}~"
            : version;
}
