using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Whether what was read is what was reported, and newer than what was handled. Pure.</summary>
internal static class Freshness
{
    /// <summary>After so many readings the source is taken at its word.</summary>
    private const int ReadingsMost = 5;

    /// <summary>Null when it is to be mapped.</summary>
    public static Mapped? Judge(ClaimedRecord claimed, Found read)
    {
        if (claimed.Ruled is { Kind: RulingKind.Replay } || claimed.NewestReported?.Change is not { } hint)
        {
            return null; // A person wants it mapped.
        }

        if (hint.Record is null && claimed.Attempts < ReadingsMost && VersionOrder.IsOlder(read.Version, hint.Version))
        {
            return new Mapped.Behind(claimed, $"the source reported version {hint.Version} and shows {read.Version}");
        }

        var known = claimed.Entry?.SourceVersion ?? "";
        return VersionOrder.IsOlder(read.Version, known)
            || (VersionOrder.IsOlder(hint.Version, known) && read.Version == known)
            ? new Mapped.Stale(claimed, hint.Version)
            : null;
    }
}
