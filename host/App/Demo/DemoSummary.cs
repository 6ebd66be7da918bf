using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.App.Api;
using IntegrationHost.App.Cli;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Demo;

/// <summary>What the demo ends with: in words for an integrator, and as one line of JSON.</summary>
internal sealed class DemoSummary(HostChild host, DemoWorld world)
{
    public async Task<int> PrintAsync(StatusShape status, double seconds, bool json, CancellationToken cancel)
    {
        var simulated = await world.SummaryAsync(cancel);
        var problems = await host.GetAsync<List<Problem>>("/api/v1/problems", cancel);
        Print(status, simulated, problems, seconds);
        if (!json)
        {
            PrintNext(status);
        }
        else
        {
            Terminal.Line(Json(status, simulated, seconds).ToJsonString());
        }

        var orders = DemoCounts.Of(status, "-orders");
        return orders.Read == DemoOptions.Orders && orders.IsExplained && Duplicates(simulated) == 0
            ? CommandLine.Fine
            : CommandLine.NeedsYou;
    }

    private static void Print(StatusShape status, JsonObject simulated, List<Problem> problems, double seconds)
    {
        var orders = DemoCounts.Of(status, "-orders");
        var (shopify, netSuite) = (simulated["shopify"]!, simulated["netsuite"]!);
        Terminal.Line("");
        Terminal.Line(string.Create(CultureInfo.InvariantCulture,
            $"{orders.Read} orders came in, {orders.Written} stand in NetSuite, "
            + $"{orders.Skipped} skipped, in {seconds:0} s."));
        Terminal.Line($"Shopify says {shopify["total"]} for them, NetSuite says {netSuite["total"]}; "
            + $"{netSuite["duplicates"]} duplicates.");
        Terminal.Line(
            $"{shopify["fulfilments"]} fulfilments went back with tracking, each to its own of the two shops; "
            + $"{shopify["levels"]} levels of stock were set.");
        var people = simulated["customers"]!;
        Terminal.Line($"{people["editedInShops"]} customers were changed in a shop and {people["editedInNetSuite"]} in "
            + $"NetSuite, while both flows ran; {people["differ"]} differ now.");
        if (problems.Count > 0)
        {
            Terminal.Line(
                $"{problems.Where(problem => problem.NeedsPerson).Sum(problem => problem.Count)} need a person:");
        }

        foreach (var problem in problems)
        {
            Terminal.Line($"  {problem.Count,3}  {problem.Text} ({Show.Money(problem.AtStake)})");
            Terminal.Line($"       {problem.Remedy}");
        }

    }

    private static void PrintNext(StatusShape status)
    {
        Terminal.Line($"The page: {status.Page}");
        Terminal.Line("Try next, in another terminal:");
        Terminal.Line("  ihost problems");
        Terminal.Line("  ihost map payment-methods klarna_pay_later 5");
        Terminal.Line("  ihost explain order \"#1042\" --flow us-orders");
        Terminal.Line("Inside the checkout, ihost is 'dotnet run --project host/App --'. Ctrl-C ends the demo.");
    }

    private static JsonObject Json(StatusShape status, JsonObject simulated, double seconds) => new()
    {
        ["orders"] = Counts(status, "-orders"),
        ["customers"] = Counts(status, "-customers"),
        ["customersBack"] = Counts(status, "-customers-back"),
        ["edits"] = simulated["customers"]!.DeepClone(),
        ["inventory"] = Counts(status, "-inventory"),
        ["fulfilments"] = Counts(status, "-fulfilments"),
        ["netsuite"] = simulated["netsuite"]!.DeepClone(),
        ["shopify"] = simulated["shopify"]!.DeepClone(),
        ["seconds"] = Math.Round(seconds, 1),
    };

    private static JsonObject Counts(StatusShape status, string kind)
    {
        var counts = DemoCounts.Of(status, kind);
        return new JsonObject
        {
            ["read"] = counts.Read,
            ["written"] = counts.Written,
            ["held"] = counts.Held,
            ["refused"] = counts.Refused,
            ["skipped"] = counts.Skipped,
        };
    }

    private static int Duplicates(JsonObject simulated) =>
        simulated["netsuite"]!["duplicates"]!.GetValue<int>() + simulated["shopify"]!["duplicates"]!.GetValue<int>();
}
