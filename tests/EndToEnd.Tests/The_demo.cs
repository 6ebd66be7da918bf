using System.Text.Json.Nodes;
using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

/// <summary>The demo's own account of itself: 1,204 orders, of which ten wait for a mapping, three for an item, and one
/// was cancelled.</summary>
public sealed class The_demo
{
    private const int OnTheirWayMost = 8;

    [Theory]
    [InlineData("--once")]
    [InlineData("--once", "--restart")]
    public async Task Every_order_is_written_or_explained(params string[] options)
    {
        using var place = new Place();

        var ran = await Ihost.RunAsync(place, ["demo", "--port", "0", .. options]);

        ran.Code.ShouldBe(0, ran.ToString());
        var said = JsonNode.Parse(ran.Lines[^1])!;
        Counts(said, "orders").ShouldBe("read 1204, written 1190, held 13, refused 0, skipped 1");
        Counts(said, "customers").ShouldBe("read 500, written 500, held 0, refused 0, skipped 0");
        Counts(said, "customersBack").ShouldBe("read 1000, written 500, held 0, refused 0, skipped 500");
        CustomersAreEditedOnBothSides(said, options.Contains("--restart"));
        Number(said, "netsuite", "salesOrders").ShouldBe(1190);
        Number(said, "netsuite", "duplicates").ShouldBe(0);
        Number(said, "shopify", "orders").ShouldBe(1204);
        Number(said, "shopify", "duplicates").ShouldBe(0);
        Number(said, "shopify", "fulfilments").ShouldBe(Number(said, "fulfilments", "written"));
        Number(said, "shopify", "fulfilments").ShouldBeGreaterThan(0);
        Number(said, "shopify", "levels").ShouldBeGreaterThan(0);
        Number(said, "inventory", "held").ShouldBe(0);
        said["netsuite"]!["total"]!.GetValue<string>().ShouldBe(said["shopify"]!["total"]!.GetValue<string>());
        ran.Out.Contains("killing the host (-9)", StringComparison.Ordinal).ShouldBe(options.Contains("--restart"));
        Directory.EnumerateFileSystemEntries(place.Temp).ShouldBeEmpty("the demo leaves nothing behind");
    }

    [Fact]
    public async Task What_it_says_to_try_next_works()
    {
        using var place = new Place();
        await using var demo = Ihost.Start(place, "demo", "--port", "0");
        await demo.LineAsync(line => line.StartsWith("The page: ", StringComparison.Ordinal));

        var problems = await Ihost.RunAsync(place, "problems");
        problems.Code.ShouldBe(1, "something needs a person");
        problems.Out.ShouldContain("klarna_pay_later");
        problems.Out.ShouldContain("SKU-NOWHERE");

        var mapped = await Ihost.RunAsync(place, "map", "payment-methods", "klarna_pay_later", "5");
        mapped.Code.ShouldBe(0, mapped.ToString());
        mapped.Out.ShouldBe("mapped; 10 records released");
        await Until.TrueAsync("the ten were written", async () => await WrittenAsync(place) == 1200);

        (await Ihost.RunAsync(place, "problems")).Out.ShouldNotContain("klarna_pay_later");
        // Both shops have a #1042.
        var both = await Ihost.RunAsync(place, "explain", "order", "#1042");
        both.Out.ShouldStartWith("2 records are called #1042:");
        var one = await Ihost.RunAsync(place, "explain", "order", "#1042", "--flow", "us-orders");
        one.Out.ShouldStartWith("#1042 is written (us-orders, order ");
        one.Out.ShouldContain("it stands in the target as salesOrder ");
        (await demo.TerminateAsync()).Code.ShouldBe(0);
    }

    /// <summary>What was edited on one side costs one write on the other, and none comes back.</summary>
    private static void CustomersAreEditedOnBothSides(JsonNode said, bool wasKilled)
    {
        var (inShops, inNetSuite) = (Number(said, "edits", "editedInShops"), Number(said, "edits", "editedInNetSuite"));
        inShops.ShouldBeGreaterThan(10);
        inNetSuite.ShouldBeGreaterThan(10);
        Number(said, "edits", "differ").ShouldBe(0);
        // What was answered and not yet settled when the host was killed is written once more.
        var again = wasKilled ? OnTheirWayMost : 0;
        Number(said, "edits", "writtenToShops").ShouldBeInRange(inNetSuite, inNetSuite + again);
        Number(said, "edits", "writtenToNetSuite").ShouldBeInRange(500 + inShops, 500 + inShops + again);
    }

    private static async Task<int> WrittenAsync(Place place)
    {
        var status = JsonNode.Parse((await Ihost.RunAsync(place, "status", "--json")).Out)!;
        return status["flows"]!.AsArray()
            .Where(flow => flow!["name"]!.GetValue<string>().EndsWith("-orders", StringComparison.Ordinal))
            .Sum(flow => flow!["counts"]!["written"]!.GetValue<int>());
    }

    private static string Counts(JsonNode said, string kind) => string.Join(
        ", ", said[kind]!.AsObject().Select(count => $"{count.Key} {count.Value}"));

    private static int Number(JsonNode said, string part, string field) => said[part]![field]!.GetValue<int>();
}
