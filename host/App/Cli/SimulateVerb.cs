using System.CommandLine;
using IntegrationHost.Simulators;

namespace IntegrationHost.App.Cli;

/// <summary><c>ihost simulate</c>: a Shopify and a NetSuite to point any client at.</summary>
internal static class SimulateVerb
{
    public static Command Command()
    {
        var json = new Option<bool>("--json")
        {
            Description = "Print one line of JSON with every address and credential once ready",
        };
        var port = VerbOptions.Port("The port on 127.0.0.1 (0 takes a free one)");
        var command = new Command("simulate", "Plays a Shopify and a NetSuite on this machine until it is stopped.")
        {
            json, port,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(port), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(int port, bool json, CancellationToken cancel)
    {
        await using var simulation = await Simulation.StartAsync(
            new SimulationOptions { Port = port }, TimeProvider.System, cancel);
        if (json)
        {
            Terminal.Line(simulation.ToJson());
        }
        else
        {
            Terminal.Line($"Shopify   {simulation.ShopifyUrl}   (a shop's address is this plus its domain)");
            Terminal.Line($"NetSuite  {simulation.NetSuiteUrl}");
            Terminal.Line($"control   {simulation.ControlUrl}");
            Terminal.Line("Stop with Ctrl-C. With --json every credential is printed.");
        }

        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel);
        }
        catch (OperationCanceledException)
        {
            // Stopped, as asked.
        }

        return CommandLine.Fine;
    }
}
