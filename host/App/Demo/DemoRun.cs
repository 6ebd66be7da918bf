using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IntegrationHost.App.Api;
using IntegrationHost.App.Cli;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Simulators;

namespace IntegrationHost.App.Demo;

/// <summary>The demo from beginning to end: simulators here, the host as a process of its own, orders placed while it
/// runs.</summary>
internal sealed class DemoRun(
    DemoOptions options, HostChild host, DemoWorld world, DemoProgress progress, TimeProvider time)
{
    private static readonly TimeSpan StepPause = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan SettleWithin = TimeSpan.FromSeconds(90);
    private const int StillLooks = 8; // Longer than one poll: nothing more is on its way.

    public static async Task<int> RunAsync(DemoOptions options, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        await using var simulation = await Simulation.StartAsync(new SimulationOptions(), time, cancel);
        using var world = new DemoWorld(simulation);
        await world.SeedAsync(cancel);
        var page = new Uri($"http://127.0.0.1:{(options.Port == 0 ? FreePort() : options.Port)}/");
        using var site = new DemoSite(JsonNode.Parse(simulation.ToJson())!, page);
        await using var host = new HostChild(site.Folder, time);
        await host.StartAsync(cancel);
        Terminal.Line($"Watch it: {page}");
        await world.MakeWebhooksUnreliableAsync(cancel);
        using var progress = new DemoProgress();
        var run = new DemoRun(options, host, world, progress, time);
        var status = await run.PlayAsync(cancel);
        progress.Dispose();
        var seconds = time.GetElapsedTime(began).TotalSeconds;
        var code = await new DemoSummary(host, world).PrintAsync(status, seconds, options.Once, cancel);
        if (!options.Once)
        {
            await UntilStoppedAsync(time, cancel);
        }

        return code;
    }

    private async Task<StatusShape> PlayAsync(CancellationToken cancel)
    {
        var placed = 0;
        var killed = !options.Restart;
        while (placed < DemoOptions.Orders)
        {
            placed += await world.PlaceAsync(DemoOptions.OrdersPerStep, cancel);
            await world.ShipAsync(DemoOptions.ShippedPerStep, cancel);
            await world.ChangeStockAsync(DemoOptions.StockPerStep, cancel);
            await world.ChangeCustomersAsync(DemoOptions.CustomersPerStep, cancel);
            if (!killed && placed > DemoOptions.Orders / 2)
            {
                killed = true;
                progress.Say("killing the host (-9) and starting it again");
                await host.KillAsync(cancel);
                await host.StartAsync(cancel);
            }

            await ShowAsync(placed, cancel);
            await Task.Delay(StepPause, time, cancel);
        }

        return await SettledAsync(placed, cancel);
    }

    private async Task<StatusShape> SettledAsync(int placed, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        StatusShape? before = null;
        for (var still = 0; ;)
        {
            var status = await ShowAsync(placed, cancel);
            var shipped = (await world.SummaryAsync(cancel))["shipped"]!.GetValue<int>();
            still = status is not null && IsSettled(status, placed, shipped) && SameCounts(status, before)
                ? still + 1 : 0;
            if (still >= StillLooks)
            {
                return status!;
            }

            if (time.GetElapsedTime(began) > SettleWithin)
            {
                return status ?? throw new UseException("the host does not answer");
            }

            before = status;
            await Task.Delay(LookEvery, time, cancel);
        }
    }

    private async Task<StatusShape?> ShowAsync(int placed, CancellationToken cancel)
    {
        var status = await host.StatusAsync(cancel);
        if (status is not null)
        {
            progress.Show(status, placed);
        }

        return status;
    }

    private static bool IsSettled(StatusShape status, int placed, int shipped)
    {
        var orders = DemoCounts.Of(status, "-orders");
        var fulfilments = DemoCounts.Of(status, "-fulfilments");
        return orders.Read == placed && orders.IsExplained
            && DemoCounts.Of(status, "-customers").IsExplained
            && DemoCounts.Of(status, "-customers-back").IsExplained
            && DemoCounts.Of(status, "-inventory").IsExplained
            && fulfilments.IsExplained && fulfilments.Written + fulfilments.Held + fulfilments.Refused >= shipped;
    }

    private static bool SameCounts(StatusShape status, StatusShape? before) => before is not null
        && status.Flows.Select(flow => flow.Counts).SequenceEqual(before.Flows.Select(flow => flow.Counts));

    private static async Task UntilStoppedAsync(TimeProvider time, CancellationToken cancel)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancel);
        }
        catch (OperationCanceledException)
        {
            // Ctrl-C ends the demo.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
