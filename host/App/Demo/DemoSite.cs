using System.Text.Json.Nodes;
using IntegrationHost.App.Site;

namespace IntegrationHost.App.Demo;

/// <summary>A temporary site between the simulators: two shops, one account, ten flows.</summary>
internal sealed class DemoSite : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ihost-demo-");

    public DemoSite(JsonNode simulation, Uri page)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "secrets"));
        var netSuite = simulation["netsuite"]!;
        var connections = new JsonObject { ["erp"] = Erp(netSuite) };
        var flows = new JsonObject();
        foreach (var shop in simulation["shopify"]!["shops"]!.AsArray())
        {
            var name = shop!["domain"]!.GetValue<string>().Split('.')[0];
            connections[name] = Shop(name, shop, simulation["shopify"]!["url"]!.GetValue<string>());
            AddFlows(flows, name);
        }

        var site = new JsonObject
        {
            ["connections"] = connections,
            ["flows"] = flows,
            ["settings"] = new JsonObject { ["subsidiary"] = "1", ["taxItem"] = "SHOPIFY-TAX" },
            ["web"] = new JsonObject { ["listen"] = page.AbsoluteUri, ["publicUrl"] = page.AbsoluteUri },
        };
        File.WriteAllText(
            Path.Combine(Folder, SiteFolders.FileName), site.ToJsonString(new() { WriteIndented = true }));
        File.WriteAllText(SiteFolders.DemoPointer, Folder);
    }

    public string Folder => _folder.FullName;

    public void Dispose()
    {
        if (File.Exists(SiteFolders.DemoPointer) && File.ReadAllText(SiteFolders.DemoPointer) == Folder)
        {
            File.Delete(SiteFolders.DemoPointer);
        }

        _folder.Delete(recursive: true);
    }

    private JsonObject Shop(string name, JsonNode shop, string url)
    {
        var key = name[..2];
        return new JsonObject
        {
            ["plugin"] = "Shopify",
            ["options"] = new JsonObject
            {
                ["shop"] = shop["domain"]!.DeepClone(),
                ["baseUrl"] = $"{url}/{shop["domain"]}",
                ["accessToken"] = Secret($"{name}-token", shop["accessToken"]!),
                ["webhookSecret"] = Secret($"{name}-webhook", shop["webhookSecret"]!),
                ["overlapSeconds"] = "10",
            },
            ["settings"] = new JsonObject
            {
                ["shop"] = key,
                ["timeZone"] = key == "us" ? "America/New_York" : "Europe/Berlin",
            },
        };
    }

    private JsonObject Erp(JsonNode account) => new()
    {
        ["plugin"] = "NetSuite",
        ["options"] = new JsonObject
        {
            ["account"] = account["account"]!.DeepClone(),
            ["baseUrl"] = account["url"]!.DeepClone(),
            ["consumerKey"] = Secret("erp-consumer-key", account["consumerKey"]!),
            ["consumerSecret"] = Secret("erp-consumer-secret", account["consumerSecret"]!),
            ["tokenId"] = Secret("erp-token-id", account["tokenId"]!),
            ["tokenSecret"] = Secret("erp-token-secret", account["tokenSecret"]!),
            ["timeZone"] = "America/New_York",
            ["overlapSeconds"] = "60",
            ["maxConcurrentRequests"] = "8",
        },
    };

    private string Secret(string name, JsonNode value)
    {
        var path = Path.Combine(Folder, "secrets", name);
        File.WriteAllText(path, value.GetValue<string>());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return $"${{secret:{name}}}";
    }

    private static void AddFlows(JsonObject flows, string shop)
    {
        var key = shop[..2];
        var customers = Flow(
            "customer", $"{shop}/customer", "erp/customer", "shopify-to-netsuite/customer.csx", "normal");
        customers["conflict"] = "newest";
        flows[$"{key}-customers"] = customers;
        flows[$"{key}-customers-back"] = Flow(
            "customer", "erp/customer", $"{shop}/customer", "netsuite-to-shopify/customer.csx", "normal");
        flows[$"{key}-orders"] = Flow(
            "order", $"{shop}/order", "erp/salesOrder", "shopify-to-netsuite/order.csx", "orders");
        flows[$"{key}-inventory"] = Flow(
            "stock",
            "erp/aggregateItemLocation",
            $"{shop}/inventoryLevel",
            "netsuite-to-shopify/inventory.csx",
            "inventory");
        flows[$"{key}-fulfilments"] = Flow(
            "fulfilment", "erp/itemFulfillment", $"{shop}/fulfillment", "netsuite-to-shopify/fulfilment.csx", "orders");
    }

    private static JsonObject Flow(string link, string from, string to, string script, string priority) => new()
    {
        ["link"] = link,
        ["from"] = from,
        ["to"] = to,
        ["script"] = script,
        ["priority"] = priority,
        ["since"] = "2020-01-01T00:00:00Z",
        ["pollEvery"] = "00:00:03",
    };
}
