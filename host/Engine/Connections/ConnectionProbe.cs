using IntegrationHost.Connectors;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine.Connections;

/// <summary>Asks a paused connection, at the end of each pause, whether it is there again: its flows are parked
/// meanwhile, so nobody else would ask. That it answers at all is enough.</summary>
internal sealed class ConnectionProbe(
    string connection, IConnector connector, Circuit circuit, EngineParts parts, Action wakeAll)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ILogger _log = parts.Log.CreateLogger<ConnectionProbe>();

    public async Task RunAsync(CancellationToken cancel)
    {
        var told = false;
        while (!cancel.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, parts.Time, cancel);
            if (circuit.PausedSince is not null)
            {
                if (!told)
                {
                    _log.LogWarning("{Connection} is paused, its flows wait: {Fault}", connection, circuit.Fault);
                }

                told = true;
                await ProbeAsync(cancel);
            }
            else if (told)
            {
                told = false;
                _log.LogInformation("{Connection} answers again, its flows go on", connection);
                wakeAll();
            }
        }
    }

    private async Task ProbeAsync(CancellationToken cancel)
    {
        if (circuit.ProbedAt > parts.Time.GetUtcNow())
        {
            return;
        }

        try
        {
            await circuit.RunAsync(connector.CheckAsync, cancel);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            // The circuit has kept the reason, and the time of the next probe.
        }
    }
}
