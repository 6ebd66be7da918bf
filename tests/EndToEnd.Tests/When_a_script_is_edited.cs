using IntegrationHost.EndToEnd.Tests.Support;
using Shouldly;

namespace IntegrationHost.EndToEnd.Tests;

public sealed class When_a_script_is_edited
{
    private const string Script = "site/scripts/shopify-to-netsuite/order.csx";
    private static readonly string Standard = Path.Combine(Built.Repository, "scripts/shopify-to-netsuite/order.csx");

    [Fact]
    public async Task The_running_host_takes_what_compiles_and_keeps_the_last_good_version_otherwise()
    {
        using var place = new Place();
        await using var playground = await Playground.StartAsync(place);
        await playground.PostAsync("demo/seed", new { customers = 4, products = 5 });
        using var site = await TestSite.NewAsync(place, playground.Said);
        await using var host = await site.RunAsync();

        place.Write(Script, Edited("\"by hand\""));
        await Until.TrueAsync("the edit was in force", async () => await VersionAsync(site) is not null
            && await MemoOfTheNextAsync(playground) == "by hand");

        place.Write(Script, Edited("NoSuchThing()"));
        await Until.TrueAsync("the fault was shown", async () => await FaultAsync(site) is not null);
        var status = await Ihost.RunAsync(place, "status", "--site", "site");
        status.Code.ShouldBe(1);
        status.Out.ShouldMatch(@"order\.csx\(\d+,\d+\).*NoSuchThing");
        (await MemoOfTheNextAsync(playground)).ShouldBe("by hand", "the last good version maps on");

        place.Write(Script, Edited("\"mended\""));
        await Until.TrueAsync("the fault was gone", async () => await FaultAsync(site) is null);
        (await MemoOfTheNextAsync(playground)).ShouldBe("mended");
    }

    private static string Edited(string memo)
    {
        var standard = File.ReadAllText(Standard);
        var edited = standard.Replace("source.TextOrNull(\"note\")", memo, StringComparison.Ordinal);
        edited.ShouldNotBe(standard);
        return edited;
    }

    private static async Task<string?> MemoOfTheNextAsync(Playground playground)
    {
        var before = await playground.SalesOrdersAsync();
        await playground.PostAsync("demo/orders", new { count = 2 });
        await Until.TrueAsync("the order was written", async () => await playground.SalesOrdersAsync() > before);
        var orders = (await playground.GetAsync("netsuite/records/salesOrder")).AsArray();
        return orders.OrderBy(order => int.Parse(order!["id"]!.ToString())).Last()!["memo"]?.GetValue<string>();
    }

    private static async Task<string?> VersionAsync(TestSite site) => await OfOrdersAsync(site, "scriptVersion");

    private static async Task<string?> FaultAsync(TestSite site) => await OfOrdersAsync(site, "scriptFault");

    private static async Task<string?> OfOrdersAsync(TestSite site, string what) =>
        (await site.GetAsync("api/v1/status"))["flows"]!.AsArray()
            .Single(flow => flow!["name"]!.GetValue<string>() == "us-orders")![what]?.ToString();
}
