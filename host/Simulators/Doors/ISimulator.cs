namespace IntegrationHost.Simulators.Doors;

/// <summary>A remote system played in memory: a pure handler. What it answers depends on its state, the request, its
/// clock and its seed only, so that the same two doors (<c>KestrelDoor</c>, <c>InProcessDoor</c>) serve all of
/// them.</summary>
public interface ISimulator
{
    /// <summary>Answers one request. Called concurrently; a simulator locks its own state.</summary>
    SimulatedResponse Handle(SimulatedRequest request);
}

/// <summary>A request as it came through a door.</summary>
/// <param name="Method">GET, POST, PUT, PATCH or DELETE.</param>
/// <param name="Url">Absolute, exactly as the client addressed it: signatures cover it.</param>
/// <param name="Headers">Case-insensitive names.</param>
/// <param name="Body">The raw bytes.</param>
public sealed record SimulatedRequest(
    string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>The answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Content-Type included; a name may come several times.</param>
/// <param name="Body">The raw bytes.</param>
public sealed record SimulatedResponse(
    int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>How long the work takes: the door gives the answer out that much later, on its clock;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: never, the client gives up.</summary>
    public TimeSpan After { get; init; }
}
