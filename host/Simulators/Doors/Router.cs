namespace IntegrationHost.Simulators.Doors;

/// <summary>Several simulators behind one address, told apart by how the path begins.</summary>
internal sealed class Router(IReadOnlyList<(string Prefix, ISimulator Simulator)> routes) : ISimulator
{
    public SimulatedResponse Handle(SimulatedRequest request)
    {
        foreach (var (prefix, simulator) in routes)
        {
            if (request.Url.AbsolutePath.StartsWith(prefix, StringComparison.Ordinal))
            {
                return simulator.Handle(request);
            }
        }

        return new SimulatedResponse(404, [], "nothing is played here"u8.ToArray());
    }
}
