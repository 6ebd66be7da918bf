using System.Diagnostics;
using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationHost.Benchmarks;

/// <summary>A thousand records queued at once for an account that takes fifteen requests at a time, 50 ms each, and
/// refuses more; nobody told the host. Beside it, in the same run: fifteen workers that know the limit and do nothing
/// else.</summary>
internal static class BudgetBench
{
    private const int Limit = 15;
    private const int Runs = 3;
    private static readonly TimeSpan Each = TimeSpan.FromMilliseconds(50);

    public static async Task RunAsync(int records)
    {
        await using var target = await LimitedTarget.OpenAsync(Limit, Each);
        for (var run = 0; run < Runs; run++)
        {
            var ideal = await WorkersAsync(target, records);
            var (seconds, slowest, throttled, places) = await HostAsync(target, records);
            var arithmetic = records * Each.TotalSeconds / Limit;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{records:N0} records: workers that know {ideal:0.00} s ({arithmetic:0.00} s by arithmetic), "
                + $"host {seconds:0.00} s = {ideal / seconds:0.000}; slowest {slowest / ideal:0.00} x; "
                + $"throttled {throttled:0.00} %; limit learned {places}"));
        }
    }

    private static async Task<double> WorkersAsync(LimitedTarget target, int records)
    {
        var next = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Limit).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) <= records)
            {
                await target.PutAsync();
            }
        }));
        return clock.Elapsed.TotalSeconds;
    }

    private static async Task<(double Seconds, double Slowest, double Throttled, int Places)> HostAsync(
        LimitedTarget target, int records)
    {
        using var scratch = new Scratch();
        await using var store = await scratch.OpenAsync();
        var budget = new AccountBudget(TimeProvider.System, 0);
        await using var writer = new LimitedConnector(target, budget, records);
        var flow = new FlowDefinition(
            "orders", "order", new Endpoint("shop", "order"), new Endpoint("erp", "salesOrder"), "order.csx")
        {
            Since = DateTimeOffset.UnixEpoch,
            Priority = Priority.Orders,
        };
        var connectors = new Dictionary<string, IConnector> { ["shop"] = new QueuedFeed(records), ["erp"] = writer };
        await using var engine = new IntegrationEngine(new EngineParts([flow], connectors, new PlainMappings(),
            new NoValues(), store.Inbox, store.Ledger, store.History, TimeProvider.System, NullLoggerFactory.Instance));
        engine.Start();
        await writer.Done;
        return (writer.LastAnswer - writer.FirstRequest, writer.LastAnswer - writer.FirstRequest,
            budget.Load().ThrottledShare * 100, budget.Load().Places);
    }
}
