using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Control;

/// <summary>What the demo's people do: <c>/control/demo/…</c>. Products stand in both systems; orders are placed in
/// steps, so that webhooks fly while the host runs; some are shipped, some stock changes.</summary>
internal sealed class DemoControl(ShopifySimulator shopify, ISimulator netSuite) : ISimulator
{
    private readonly Lock _gate = new();
    private DemoCast? _cast;
    private DemoCustomers? _customers;

    public SimulatedResponse Handle(SimulatedRequest request) => ControlDesk.Answer(request, (parts, body) =>
    {
        lock (_gate)
        {
            return parts switch
            {
                ["POST", "control", "demo", "seed"] => Seed(body),
                ["POST", "control", "demo", "orders"] => Place(Number(body, "count", 100)),
                ["POST", "control", "demo", "ship"] => Ship(Number(body, "count", 50)),
                ["POST", "control", "demo", "stock"] => Stock(Number(body, "count", 50)),
                ["POST", "control", "demo", "customers"] => Customers.Edit(Number(body, "count", 2)),
                ["GET", "control", "demo", "summary"] => Summary(),
                _ => null,
            };
        }
    });

    private JsonObject Seed(JsonObject body)
    {
        var plan = new DemoPlan(
            Number(body, "seed", 1),
            Number(body, "customers", 500),
            Number(body, "products", 300),
            Number(body, "orders", 1204));
        _cast = new DemoCast(plan, [.. shopify.Shops]);
        _customers = new DemoCustomers(shopify, Answer);
        var seeded = NetSuite("POST", "seed", _cast.NetSuiteSeed());
        foreach (var shop in shopify.Shops)
        {
            lock (shop.State.Gate)
            {
                _cast.Fill(shop.State);
            }
        }

        return new JsonObject { ["orders"] = plan.Orders, ["items"] = seeded["items"]!.AsObject().Count };
    }

    private JsonObject Place(int count)
    {
        var placed = 0;
        foreach (var (shop, order) in Cast.NextOrders(count))
        {
            lock (shop.State.Gate)
            {
                new OrderDesk(shop.State).Place(order);
            }

            placed++;
        }

        return new JsonObject { ["placed"] = placed, ["left"] = Cast.OrdersLeft };
    }

    private JsonObject Ship(int count)
    {
        var shipped = 0;
        var open = SalesOrders().Where(order => order["status"]?["id"]?.GetValue<string>() is "B" or "A" or null);
        foreach (var order in open)
        {
            var externalId = order["externalId"]!.GetValue<string>();
            if (shipped == count || !Cast.Shipped.Add(externalId))
            {
                continue;
            }

            NetSuite("POST", "ship", new JsonObject
            {
                ["externalId"] = externalId,
                ["tracking"] = new JsonArray($"1Z{Cast.Shipped.Count:D9}"),
                ["carrier"] = "UPS",
            });
            shipped++;
        }

        return new JsonObject { ["shipped"] = shipped };
    }

    private JsonObject Stock(int count)
    {
        foreach (var level in Cast.NextStock(count))
        {
            NetSuite("POST", "stock", level);
        }

        return new JsonObject { ["changed"] = count };
    }

    /// <summary>Both sides as they stand: money over the orders that are in NetSuite.</summary>
    private JsonObject Summary()
    {
        var orders = SalesOrders().ToArray();
        var account = NetSuite("GET", "summary", null);
        var total = 0m;
        foreach (var order in orders)
        {
            if (Cast.OrderOf(order["externalId"]!.GetValue<string>()) is { } source)
            {
                total += Money.Of(source["totalPriceSet"]);
            }
        }

        var shops = shopify.Shops.Select(ShopSummary).ToArray();
        return new JsonObject
        {
            ["netsuite"] = new JsonObject
            {
                ["salesOrders"] = orders.Length,
                ["duplicates"] = account["duplicates"]!.DeepClone(),
                ["total"] = account["total"]!.DeepClone(),
            },
            ["shopify"] = new JsonObject
            {
                ["orders"] = Sum(shops, "orders"),
                ["total"] = Money.Text(total),
                ["fulfilments"] = Sum(shops, "fulfilments"),
                ["duplicates"] = Sum(shops, "duplicates"),
                ["levels"] = Sum(shops, "levels"),
            },
            ["shipped"] = Cast.Shipped.Count,
            ["customers"] = Customers.Summary(),
        };
    }

    private static JsonObject ShopSummary(PlayedShop shop)
    {
        lock (shop.State.Gate)
        {
            return ShopifyControl.Summary(shop);
        }
    }

    private static int Sum(IEnumerable<JsonObject> shops, string field) =>
        shops.Sum(shop => shop[field]!.GetValue<int>());

    private IEnumerable<JsonObject> SalesOrders() =>
        Answer("GET", "records/salesOrder", null).AsArray().Select(order => order!.AsObject());

    private JsonObject NetSuite(string method, string route, JsonObject? body) =>
        Answer(method, route, body).AsObject();

    private JsonNode Answer(string method, string route, JsonObject? body)
    {
        var answer = netSuite.Handle(new SimulatedRequest(method, new Uri($"http://localhost/control/netsuite/{route}"),
            new Dictionary<string, string>(), body is null ? default : Encoding.UTF8.GetBytes(body.ToJsonString())));
        return answer.Status == 200
            ? JsonNode.Parse(answer.Body.Span)!
            : throw new InvalidOperationException($"{route}: {Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    private DemoCast Cast => _cast ?? throw new InvalidOperationException("POST /control/demo/seed comes first");

    private DemoCustomers Customers =>
        _customers ?? throw new InvalidOperationException("POST /control/demo/seed comes first");

    private static int Number(JsonObject body, string field, int otherwise) =>
        body[field] is { } value ? int.Parse(value.ToString(), CultureInfo.InvariantCulture) : otherwise;
}
