using System.Text.Json.Nodes;
using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

/// <summary>Plan, link, cursor and backfill on a real host between the simulators, whose own counts say what was
/// written.</summary>
public sealed class When_history_is_looked_after
{
    private const string Old = "2021-01-01T00:00:00Z";

    [Fact]
    public async Task A_plan_calls_nothing_that_changes_anything_and_its_release_writes_just_that()
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        using var site = await SiteAsync(place, playground, begins: "2099-01-01T00:00:00Z");
        await playground.PostAsync("demo/seed", new { orders = 3, customers = 3 });
        await playground.PostAsync("demo/orders", new { count = 3 });
        await using var host = await site.RunAsync();
        var before = await WritesAsync(playground);

        var plan = await Ihost.RunAsync(place, "plan", "us-customers", "--since", Old, "--site", "site");
        plan.Code.ShouldBe(0, plan.ToString());
        plan.Out.ShouldContain(": create customer");
        plan.Out.ShouldContain("externalId: SHPFY-us-");
        plan.Out.ShouldContain("nothing was written; to do just this:");
        (await WritesAsync(playground)).ShouldBe(before);

        var made = JsonNode.Parse((await Ihost.RunAsync(
            place, "plan", "us-customers", "--since", Old, "--site", "site", "--json")).Out)!;
        var released = await Ihost.RunAsync(
            place, "release", "--plan", made["id"]!.GetValue<string>(), "--canary", "1", "--site", "site");
        released.Out.ShouldBe("1 record released; 'ihost problems' shows what still waits", released.ToString());
        await Until.TrueAsync(
            "the canary was written", async () => await site.CountAsync("us-customers", "written") == 1);

        var linked = await Ihost.RunAsync(
            place, "link", "us-customers", "--by", "email=email", "--since", Old, "--site", "site", "--yes");
        linked.Out.ShouldContain("nothing was written to the target", Case.Sensitive, linked.ToString());

        var history = await Ihost.RunAsync(
            place, "backfill", "us-customers", "--since", Old, "--site", "site", "--yes");
        history.Code.ShouldBe(0, history.ToString());
        history.Out.ShouldContain("us-customers: done (by bulk)");
        var all = made["records"]!.AsArray().Count;
        await Until.TrueAsync("all were written", async () => await site.CountAsync("us-customers", "written") == all);

        var again = await Ihost.RunAsync(
            place, "cursor", "rewind", "us-customers", "--to", "1d", "--site", "site");
        again.Code.ShouldBe(1, "the flow begins in the year 2099");
        again.Error.ShouldContain("what is older is read in by 'ihost backfill us-customers --since …'");
        (await Ihost.RunAsync(place, "cursor", "show", "us-customers", "--site", "site")).Out
            .ShouldStartWith("us-customers reads us-shop/customer: webhooks, every 00:00:01");

        var status = await Ihost.RunAsync(place, "status", "--site", "site");
        status.Out.ShouldContain("connection\tstate\tsince\tat once\tin use\twaiting\tthrottled\tleft to others");
    }

    private static async Task<TestSite> SiteAsync(Place place, Playground playground, string begins)
    {
        var site = await TestSite.NewAsync(place, playground.Said);
        foreach (var flow in site.Settings["flows"]!.AsObject())
        {
            flow.Value!["since"] = begins;
        }

        site.Settings["web"]!.AsObject().Remove("publicUrl"); // Subscribing would be a mutation, too.
        site.Save();
        return site;
    }

    private static async Task<(int NetSuite, int Shopify)> WritesAsync(Playground playground) =>
        ((await playground.GetAsync("netsuite/summary"))["writes"]!.GetValue<int>(),
            (await playground.GetAsync($"shopify/{Playground.Shop}/summary"))["mutations"]!.GetValue<int>());
}
