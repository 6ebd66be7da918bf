using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Mutations;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>A shop with one of everything a recorded input may name, and its own ids for the recorded ones.</summary>
internal sealed class RefusingShop
{
    private readonly Dictionary<string, Queue<string>> _use = [];
    private readonly Dictionary<string, string> _own = [];

    /// <param name="field">The mutation that will be asked for.</param>
    public RefusingShop(string field)
    {
        Shop.Post("locations", """{"name":"My Custom Location"}""");
        Shop.Post("customers", """{"firstName":"Nobody"}""");
        CustomerWithoutAddress = Last("Customer");
        var made = new CompanyMutations(State).Create(Json("""
            {"company":{"name":"Acme"},"companyContact":{"email":"wile@example.com"},"companyLocation":{"name":"HQ"}}
            """));
        Use("Company", made["company"]!.GetValue<string>());
        AssignedLocation = Last("CompanyLocation");
        new CompanyMutations(State).CreateLocation(
            new JsonObject { ["companyId"] = Last("Company"), ["input"] = new JsonObject { ["name"] = "Branch" } });
        OtherLocation = Last("CompanyLocation");
        ContactCustomer = Last("Customer");
        var paid = Shop.Order(TestShop.Line("MUG-1", 1));
        var authorized = Shop.Post("orders", """
            {"lines":[{"sku":"MUG-1","quantity":1,"price":12.5}],"authorized":true,"gateway":"manual"}
            """);
        Use("Order", field == "orderCapture" ? authorized : paid);
        Use("OrderTransaction", Last("OrderTransaction"));
        Use("Location", Shop.Main);
        Use("CompanyContact", Last("CompanyContact"));
        Use("CompanyContactRole", Shop.Records("CompanyContactRole")[0].GetProperty("id").GetString()!);
        Use("CompanyLocation", OtherLocation);
        Use("CompanyContactRoleAssignment", Last("CompanyContactRoleAssignment"));
        foreach (var type in new[] { "InventoryItem", "ProductVariant", "Product" })
        {
            Use(type, [.. Shop.Records(type).Select(each => each.GetProperty("id").GetString()!)]);
        }
    }

    public TestShop Shop { get; } = new();

    public string CustomerWithoutAddress { get; }

    public string ContactCustomer { get; }

    public string AssignedLocation { get; }

    public string OtherLocation { get; }

    private ShopState State => Shop.Simulator.Find(TestShop.Domain)!.State;

    /// <summary>The next ids of a type that stand for recorded ones.</summary>
    public void Use(string type, params string[] ids) => _use[type] = new Queue<string>(ids);

    /// <summary>Our id for a recorded one; a made-up one of nines or eights stays.</summary>
    public string OwnId(string recorded)
    {
        var (type, number) = (recorded.Split('/')[3], recorded.Split('/')[4]);
        if (number.Contains("99999999", StringComparison.Ordinal))
        {
            return recorded;
        }

        if (!_own.TryGetValue(recorded, out var own))
        {
            own = _use.TryGetValue(type, out var ids) && ids.Count > 0 ? ids.Dequeue() : recorded;
            _own.Add(recorded, own);
        }

        return own;
    }

    public void Customer(string mark, RecordedMutation call)
    {
        var value = (call.Variables["input"] ?? call.Variables)[mark]!.GetValue<string>();
        var other = new JsonObject { ["firstName"] = "Other", [mark] = value.ToLowerInvariant() };
        Shop.Post("customers", other.ToJsonString());
    }

    public void ProductOf(RecordedMutation call)
    {
        var handle = (call.Variables["product"] ?? call.Variables["input"])!["handle"]!.GetValue<string>();
        Shop.Post("products", new JsonObject { ["sku"] = "H-1", ["title"] = handle.Trim().ToLowerInvariant() }
            .ToJsonString());
    }

    public void MetafieldOf(RecordedMutation call)
    {
        var input = call.Variables.DeepClone().AsObject();
        var one = input["metafields"]![0]!.AsObject();
        one.Remove("compareDigest");
        one["ownerId"] = OwnId(one["ownerId"]!.GetValue<string>());
        one["value"] = "before";
        new ListMutations(State).SetMetafields(input);
    }

    /// <summary>Owners that stand, but for those the service did not know.</summary>
    public void UseOwners(RecordedMutation call)
    {
        var unknown = call.Errors.EnumerateArray().Select(each => each.GetProperty("field")[1].GetString()).ToHashSet();
        var products = Shop.Records("Product").Select(each => each.GetProperty("id").GetString()!).ToArray();
        Use("Product", [.. call.Variables["metafields"]!.AsArray().Select((_, at) =>
            unknown.Contains($"{at}") ? $"gid://shopify/Product/9999999{at}" : products[at])]);
    }

    public void RunFiveBulkOperations()
    {
        for (var run = 0; run < 5; run++)
        {
            Shop.AskAsync("""
                mutation {
                  bulkOperationRunQuery(query: "{ products { edges { node { id } } } }") { userErrors { message } }
                }
                """, "{}").GetAwaiter().GetResult();
        }
    }

    public void UseUnstocked()
    {
        // A location that was added after the products stocks none of them.
        Use("Location", Shop.Records("Location").Single(
            each => each.GetProperty("name").GetString() == "My Custom Location").GetProperty("id").GetString()!);
    }

    public void BeginEdit()
    {
        var order = Shop.Records("Order")[0].GetProperty("id").GetString();
        var begun = new OrderEditMutations(State).Begin(new JsonObject { ["id"] = order });
        Use("CalculatedOrder", begun["calculatedOrder"]!.GetValue<string>());
        Use("CalculatedLineItem", Shop.Records("LineItem")[0].GetProperty("id").GetString()!
            .Replace("/LineItem/", "/CalculatedLineItem/", StringComparison.Ordinal));
    }

    private string Last(string type) => Shop.Records(type)[^1].GetProperty("id").GetString()!;

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
