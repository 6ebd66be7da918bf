using System.Globalization;
using IntegrationHost.Benchmarks;

// Measures of the state stores, of the budget and of the simulators. Figures differ from machine to machine and from
// hour to hour: read the ratios of one run.
var count = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 0;
int Or(int usual) => count == 0 ? usual : count;
switch (args.FirstOrDefault())
{
    case "accept":
        await AcceptBench.RunAsync(Or(3), args.Length > 2 ? args[2] : "",
            args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : null);
        return 0;
    case "cycles":
        await CycleBench.RunAsync(Or(200_000));
        return 0;
    case "million":
        await MillionBench.RunAsync(Or(1_000_000));
        return 0;
    case "start":
        await StartBench.RunAsync(Or(100_000));
        return 0;
    case "churn":
        await ChurnBench.RunAsync(Or(1_000_000));
        return 0;
    case "netsuite-simulator":
        SimulatorBench.Run(Or(20_000));
        return 0;
    case "netsuite-items":
        await NetSuiteBench.ItemsAsync(Or(50_000));
        return 0;
    case "netsuite-neighbour":
        await NetSuiteBench.NeighbourAsync(Or(600));
        return 0;
    case "postgres":
        await PostgresRuns.RunAsync(Or(60_000));
        return 0;
    case "shopify-rate":
        ShopifyBench.Rate(Or(20_000));
        return 0;
    case "shopify-backfill":
        await ShopifyBench.BackfillAsync(Or(100_000));
        return 0;
    case "shopify-throttled":
        await ThrottledBench.RunAsync(Or(600));
        return 0;
    case "limit":
        await BudgetBench.RunAsync(Or(1000));
        return 0;
    default:
        Console.Error.WriteLine(
            "which: accept [runs] [hint|record|order] [1|16|256] | cycles [count] | million [records] | "
            + "start [pending] | churn [changes] | postgres [changes] | limit [records] | shopify-rate [requests] | "
            + "shopify-backfill [orders] | shopify-throttled [orders] | netsuite-simulator [requests] | "
            + "netsuite-items [items] | netsuite-neighbour [writes]");
        return 2;
}
