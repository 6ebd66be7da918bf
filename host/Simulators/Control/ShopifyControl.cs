using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Control;

/// <summary>What a shop's people do: <c>/control/shopify/{domain}/…</c>.</summary>
internal sealed class ShopifyControl(ShopifySimulator simulator) : ISimulator
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    public SimulatedResponse Handle(SimulatedRequest request) => ControlDesk.Answer(request, (parts, body) =>
    {
        if (parts is not [var method, "control", "shopify", var domain, .. var rest])
        {
            return null;
        }

        var shop = simulator.Find(domain) ?? throw new ArgumentException($"there is no shop {domain}");
        lock (shop.State.Gate)
        {
            shop.State.RunJobs();
            return Route(shop, method, rest, body);
        }
    });

    private JsonNode? Route(PlayedShop shop, string method, string[] rest, JsonObject body) => (method, rest) switch
    {
        ("POST", ["customers"]) => Shown(AddCustomer(shop.State, body)),
        ("POST", ["products"]) => Shown(AddProduct(shop.State, body)),
        ("POST", ["locations"]) => Shown(AddLocation(shop.State, body["name"]!.GetValue<string>())),
        ("POST", ["orders"]) => Shown(new OrderDesk(shop.State).Place(body.Deserialize<PlacedOrder>(Web)!)),
        ("POST", ["orders", var id, "update"]) => Update(shop.State, id, body),
        ("POST", ["orders", var id, "cancel"]) => Cancel(shop.State, id),
        ("POST", ["orders", var id, "refunds"]) => Shown(ShopPeople.Refund(shop.State, Order(shop.State, id), body)),
        ("POST", ["orders", var id, "returns"]) =>
            Shown(ShopPeople.RequestReturn(shop.State, Order(shop.State, id), body)),
        ("POST", ["priceLists"]) => Shown(shop.State.Add(
            "PriceList", new JsonObject { ["name"] = body["name"]?.DeepClone(), ["fixed"] = new JsonObject() })),
        ("POST", ["companies"]) => Shown(ShopPeople.Company(shop.State, body)),
        ("POST", ["payouts"]) => Shown(ShopPeople.Payout(shop.State, body)),
        ("POST", ["products" or "customers" or "orders" or "companies" or "companyLocations" or "locations", var id,
            "delete"]) =>
            ShopPeople.Delete(shop.State, rest[0], id),
        ("GET", ["records", var type]) => new JsonArray([.. shop.State.All(type).Select(each => each.DeepClone())]),
        ("GET", ["orders", var id]) => Order(shop.State, id).DeepClone(),
        ("GET", ["orders"]) => Orders(shop.State),
        ("GET", ["fulfillments"]) => new JsonArray([.. shop.State.All("Fulfillment").Select(each => each.DeepClone())]),
        ("GET", ["summary"]) => Summary(shop),
        ("POST", ["webhooks"]) => Knobs(shop, body),
        ("POST", ["knobs"]) => Turn(shop, body),
        ("POST", ["faults"]) => Plan(shop, body),
        _ => null,
    };

    public static JsonObject AddCustomer(ShopState state, JsonObject body)
    {
        var now = state.Now();
        var customer = state.Add("Customer", new JsonObject
        {
            ["createdAt"] = now,
            ["updatedAt"] = now,
            ["firstName"] = body["firstName"]?.DeepClone(),
            ["lastName"] = body["lastName"]?.DeepClone(),
            ["displayName"] = $"{body["firstName"]} {body["lastName"]}".Trim(),
            ["state"] = "ENABLED",
            ["locale"] = "en",
            ["note"] = body["note"]?.DeepClone(),
            ["tags"] = new JsonArray(),
            ["taxExempt"] = false,
            ["taxExemptions"] = new JsonArray(),
            ["addressesV2"] = new JsonArray(),
            ["verifiedEmail"] = true,
            ["defaultEmailAddress"] = body["email"] is { } email
                ? new JsonObject { ["emailAddress"] = email.DeepClone(), ["marketingState"] = "NOT_SUBSCRIBED" } : null,
            ["defaultPhoneNumber"] = body["phone"] is { } phone
                ? new JsonObject { ["phoneNumber"] = phone.DeepClone() } : null,
        });
        if (body["address"] is JsonObject given)
        {
            var address = state.Add("MailingAddress", given.DeepClone().AsObject());
            address["firstName"] = customer["firstName"]?.DeepClone();
            address["lastName"] = customer["lastName"]?.DeepClone();
            address["name"] = customer["displayName"]!.DeepClone();
            customer["defaultAddress"] = address.DeepClone();
            customer["addressesV2"] = new JsonArray(address.DeepClone());
        }

        state.Touch(customer, "customers/create");
        return customer;
    }

    public static JsonObject AddProduct(ShopState state, JsonObject body)
    {
        var sku = body["sku"]!.GetValue<string>();
        return new Catalogue(state).Add(
            sku, body["title"]?.GetValue<string>() ?? sku, body["price"]?.ToString() ?? "0.00",
            body["variants"]?.AsArray().Select(each => each!.GetValue<string>()) ?? []);
    }

    public static JsonObject AddLocation(ShopState state, string name) => state.Add("Location", new JsonObject
    {
        ["name"] = name,
        ["createdAt"] = state.Now(),
        ["updatedAt"] = state.Now(),
        ["address"] = new JsonObject(),
        ["isActive"] = true,
        ["fulfillsOnlineOrders"] = true,
        ["shipsInventory"] = true,
    });

    private static JsonObject Update(ShopState state, string id, JsonObject body)
    {
        var order = Order(state, id);
        order["note"] = body["note"]?.DeepClone();
        state.Touch(order, "orders/updated");
        return Shown(order);
    }

    private static JsonObject Cancel(ShopState state, string id)
    {
        var order = Order(state, id);
        order["cancelledAt"] = state.Now();
        order["cancelReason"] = "CUSTOMER";
        state.Touch(order, "orders/cancelled");
        return Shown(order);
    }

    private static JsonObject Order(ShopState state, string id) =>
        state.Find($"gid://shopify/Order/{id}") ?? throw new ArgumentException($"there is no order {id}");

    private static JsonArray Orders(ShopState state) => new([.. state.All("Order").Select(Shown)]);

    public static JsonObject Summary(PlayedShop shop) => new()
    {
        ["orders"] = shop.State.All("Order").Count,
        ["total"] = Money.Text(shop.State.All("Order").Sum(order => Money.Of(order["totalPriceSet"]))),
        ["fulfilments"] = shop.State.All("Fulfillment").Count,
        ["duplicates"] = Duplicates(shop.State),
        ["levels"] = shop.State.All("InventoryLevel").Count(level => level["writes"]!.GetValue<int>() > 0),
        ["mutations"] = shop.State.Mutations,
        ["requests"] = shop.State.Requests,
        ["webhooksDelivered"] = shop.Webhooks.Delivered,
    };

    // A tracking number twice on one order is one parcel told twice.
    private static int Duplicates(ShopState state) => state.All("Fulfillment")
        .SelectMany(made => made["trackingInfo"]!.AsArray()
            .Select(tracking => (Order: made["order"]!.GetValue<string>(), Number: tracking!["number"]?.ToString())))
        .GroupBy(parcel => parcel)
        .Sum(same => same.Count() - 1);

    private static JsonObject Knobs(PlayedShop shop, JsonObject body)
    {
        shop.Webhooks.Copies = body["copies"]?.GetValue<int>() ?? shop.Webhooks.Copies;
        shop.Webhooks.LoseEvery = body["loseEvery"]?.GetValue<int>() ?? shop.Webhooks.LoseEvery;
        shop.Webhooks.Reorder = body["reorder"]?.GetValue<bool>() ?? shop.Webhooks.Reorder;
        return new JsonObject { ["copies"] = shop.Webhooks.Copies, ["loseEvery"] = shop.Webhooks.LoseEvery };
    }

    private JsonObject Turn(PlayedShop shop, JsonObject body)
    {
        foreach (var (knob, value) in body)
        {
            switch (knob)
            {
                case "searchLagSeconds":
                    shop.State.SearchLag = TimeSpan.FromSeconds(value!.GetValue<double>());
                    break;
                case "clockSkewSeconds":
                    shop.State.ClockSkew = TimeSpan.FromSeconds(value!.GetValue<double>());
                    break;
                case "throttleEvery":
                    shop.Bucket.RefuseEvery = value!.GetValue<int>();
                    break;
                case "bulkFailsWith":
                    shop.Bulk.FailWith = value?.GetValue<string>();
                    break;
                case "bulkLacks":
                    shop.Bulk.LackingLines = value!.GetValue<int>();
                    break;
                case "latencyMs":
                    simulator.Faults.Latency = TimeSpan.FromMilliseconds(value!.GetValue<double>());
                    break;
                default:
                    throw new ArgumentException($"there is no knob {knob}");
            }
        }

        return body.DeepClone().AsObject();
    }

    private JsonObject Plan(PlayedShop shop, JsonObject body)
    {
        var hangs = body["hang"]?.GetValue<bool>() ?? false;
        var fault = new Fault(
            hangs ? 504 : body["status"]!.GetValue<int>(), body["afterCommit"]?.GetValue<bool>() ?? false)
        {
            Hangs = hangs,
        };
        simulator.Faults.Plan(
            $"/{shop.State.Options.Domain}/{body["operation"]}", fault, body["count"]?.GetValue<int>() ?? 1);
        return new JsonObject { ["planned"] = body["count"]?.DeepClone() ?? 1 };
    }

    private static JsonObject Shown(JsonObject record) => new()
    {
        ["id"] = record["id"]!.DeepClone(),
        ["legacyResourceId"] = record["legacyResourceId"]!.DeepClone(),
        ["name"] = (record["name"] ?? record["displayName"] ?? record["title"])?.DeepClone(),
        ["total"] = record["totalPriceSet"] is { } total ? Money.Text(Money.Of(total)) : null,
        ["fulfillment"] = record["displayFulfillmentStatus"]?.DeepClone(),
    };
}
