using IntegrationHost.Engine;

namespace IntegrationHost.App.Web;

/// <summary>Whether the engine moves.</summary>
internal static class Heartbeat
{
    /// <summary>Loops go round every two seconds at least.</summary>
    private static readonly TimeSpan OldestGood = TimeSpan.FromSeconds(30);

    public static bool IsFresh(EngineStatus status, TimeProvider time) =>
        time.GetUtcNow() - status.Heartbeat < OldestGood;
}
