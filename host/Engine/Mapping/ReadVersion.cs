using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Under which version a record that was read is settled. Pure.</summary>
internal static class ReadVersion
{
    /// <summary>Systems stamp changes to the second, and clocks differ a little.</summary>
    private static readonly TimeSpan Stamp = TimeSpan.FromSeconds(2);

    /// <summary>By how much the stamps of the hour that comes twice may be too early.</summary>
    private static readonly TimeSpan SecondPass = TimeSpan.FromHours(1);

    /// <summary>The version itself when nothing can hide behind it. A record that was read within the second in which
    /// it changed may change once more under the very same version: it gets a mark, so that the next hint of that
    /// version is looked at again instead of being taken for a repetition.</summary>
    /// <param name="hint">What led to the reading.</param>
    /// <param name="version">What was read.</param>
    /// <param name="readAt">When the reading began.</param>
    public static string Of(Change hint, string version, DateTimeOffset readAt) =>
        hint.ChangedAt is { } changedAt && (hint.Version != version || MayHide(version, changedAt, readAt))
            ? $"{version}~"
            : version;

    // A version that is no instant may be of either pass of the hour in which clocks go back.
    private static bool MayHide(string version, DateTimeOffset changedAt, DateTimeOffset readAt) =>
        readAt < changedAt + Stamp || (VersionOrder.Instant(version) is null
            && (readAt - changedAt - SecondPass).Duration() < Stamp);
}
