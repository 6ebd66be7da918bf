using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.NetSuite;

/// <summary>How long answers take: nothing, until somebody asks for more. Writes were recorded to take 7 to 32
/// seconds.</summary>
internal sealed class Pace(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

    /// <summary>How long a read takes.</summary>
    public TimeSpan Read { get; set; }

    /// <summary>The shortest and the longest time of a write.</summary>
    public (TimeSpan Least, TimeSpan Most) Write { get; set; }

    public TimeSpan Of(SimulatedRequest request)
    {
        if (request.Method == "GET" || request.Url.AbsolutePath.EndsWith("/suiteql", StringComparison.Ordinal))
        {
            return Read;
        }

        lock (_gate)
        {
            return Write.Most <= Write.Least
                ? Write.Least
                : Write.Least + ((Write.Most - Write.Least) * _random.NextDouble());
        }
    }
}
