namespace IntegrationHost.Simulation.Worlds;

/// <summary>What happens to one request on its way. A closed set.</summary>
internal abstract record WireFault
{
    private WireFault()
    {
    }

    /// <summary>There is nobody at the other end.</summary>
    public sealed record Unreachable : WireFault;

    /// <summary>It is turned away before anything is done: 429, 500, 503.</summary>
    public sealed record Refused(int Status) : WireFault;

    /// <summary>It never gets there, and no answer comes.</summary>
    public sealed record SilentBefore : WireFault;

    /// <summary>It never gets there, and the connection breaks.</summary>
    public sealed record BrokenBefore : WireFault;

    /// <summary>What it asks for is done, and no answer comes.</summary>
    public sealed record SilentAfter : WireFault;

    /// <summary>What it asks for is done, and the connection breaks.</summary>
    public sealed record BrokenAfter : WireFault;

    /// <summary>Rows are missing from the answer, which still says how many there are.</summary>
    public sealed record Shortened : WireFault;

    /// <summary>What it asks for is done, and the answer says something else.</summary>
    public sealed record TroubleAfter(int Status) : WireFault;
}
