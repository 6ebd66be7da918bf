using System.Text.Json;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using IntegrationHost.Records;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

/// <summary>Each write and each form of trouble: afterwards the shop stands as after one undisturbed write.</summary>
public sealed class When_a_write_meets_trouble
{
    private static readonly string[] Kept =
    [
        "Order", "LineItem", "OrderTransaction", "Refund", "Return", "ReturnLineItem", "Fulfillment",
        "FulfillmentEvent", "FulfillmentOrder", "Customer", "Company", "CompanyLocation", "CompanyContact",
        "CompanyContactRoleAssignment", "ReverseFulfillmentOrderDisposition",
        "Product", "ProductVariant", "InventoryLevel", "PriceList",
    ];

    // What differs from run to run, or counts attempts: not what stands.
    private static readonly HashSet<string> Passing =
    [
        "id", "legacyResourceId", "updatedAt", "createdAt", "processedAt", "cancelledAt", "writes", "requestApprovedAt",
        "customerSince",
    ];

    public static TheoryData<string, string> EachWriteInEachTrouble()
    {
        var all = new TheoryData<string, string>();
        foreach (var write in WritesOf.Names)
        {
            foreach (var trouble in new[] { "unavailable", "lost answer", "throttled", "busy", "hidden by the search" })
            {
                all.Add(write, trouble);
            }
        }

        return all;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(EachWriteInEachTrouble))]
    public async Task It_stands_once_afterwards(string write, string trouble)
    {
        var calm = new TestShop();
        await SettleAsync(calm, await WritesOf.MakeAsync(write, calm, Cancel));
        var shop = new TestShop();
        var sent = await WritesOf.MakeAsync(write, shop, Cancel);
        Begin(shop, trouble);

        await SettleAsync(shop, sent);

        Standing(shop).ShouldBe(Standing(calm), $"{write}, {trouble}");
    }

    [Fact]
    public void No_write_is_left_out() => new TestShop().Connector().Entities
        .Where(entity => (entity.Abilities & (Abilities.Create | Abilities.Update | Abilities.Delete)) != 0)
        .Select(entity => entity.Name)
        .ShouldBeSubsetOf(WritesOf.Names.Select(name => name.Split(' ')[0]).Distinct());

    private static void Begin(TestShop shop, string trouble)
    {
        switch (trouble)
        {
            case "unavailable":
                shop.Fail(503, "mutation");
                break;
            case "lost answer":
                shop.Fail(502, "mutation", afterCommit: true);
                break;
            case "throttled":
                shop.Ask("POST", "knobs", """{"throttleEvery":2}""");
                break;
            case "busy":
                shop.Fail(429, "mutation", times: 2);
                break;
            default:
                shop.Ask("POST", "knobs", """{"searchLagSeconds":20}""");
                break;
        }
    }

    // As the host does: what is unknown is recovered first, what is put off is sent again.
    private static async Task SettleAsync(TestShop shop, Write write)
    {
        for (var attempts = 0; attempts < 10; attempts++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(5));
            try
            {
                var outcome = await shop.Connector().ApplyAsync(write, Cancel);
                outcome.ShouldNotBeOfType<Outcome.Rejected>(outcome.ToString());
                if (outcome is not Outcome.RetryLater)
                {
                    return;
                }
            }
            catch (Exception fault) when (fault is not ShouldAssertException)
            {
                if (await shop.Connector().RecoverAsync(write, Cancel) is Recovery.Landed)
                {
                    return;
                }
            }
        }

        throw new ShouldAssertException($"{write.Entity} did not come to an end");
    }

    private static string Standing(TestShop shop)
    {
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        return string.Join("\n", Kept.Select(type => $"{type}: "
            + string.Join(" ; ", shop.Records(type).Select(record => Text(record)))));
    }

    private static string Text(JsonElement value, string name = "") => Passing.Contains(name) ? "" : value.ValueKind
        switch
    {
        JsonValueKind.Object => string.Join(",", value.EnumerateObject()
            .OrderBy(each => each.Name, StringComparer.Ordinal)
            .Select(each => $"{each.Name}={Text(each.Value, each.Name)}")),
        JsonValueKind.Array => string.Join("|", value.EnumerateArray().Select(each => Text(each))),
        JsonValueKind.String when value.GetString()!.StartsWith("gid://", StringComparison.Ordinal) =>
            value.GetString()!.Split('/')[3],
        _ => value.ToString(),
    };
}
