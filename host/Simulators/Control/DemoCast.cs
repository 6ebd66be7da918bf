using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Control;

/// <summary>The demo's customers, products and orders, the same for the same seed.</summary>
internal sealed class DemoCast
{
    private static readonly string[] FirstNames =
        ["Ada", "Zoë", "José", "Mei", "Łukasz", "Aïsha", "Søren", "Olga", "Kwame", "Yuki", "Noor", "Bjørk", "李", "Ana"];

    private static readonly string[] LastNames =
        ["Müller", "O’Brien", "Nguyễn", "García", "Smith", "Kowalski", "Ångström", "Haddad", "Okafor", "Tanaka", "明",
            "Brown"];

    private static readonly (string City, string State, string Zip, string Country)[] Places =
    [
        ("Austin", "TX", "78701", "US"), ("Portland", "OR", "97201", "US"), ("Brooklyn", "NY", "11201", "US"),
        ("Berlin", "BE", "10115", "DE"), ("Malmö", "M", "21119", "SE"), ("Lyon", "ARA", "69001", "FR"),
    ];

    private static readonly string[] Gateways = ["shopify_payments", "shopify_payments", "shopify_payments", "paypal",
        "manual"];
    private static readonly string[] Locations = ["Main Warehouse", "East Warehouse"];

    private readonly DemoPlan _plan;
    private readonly Random _random;
    private readonly PlayedShop[] _shops;
    private readonly Dictionary<string, List<string>> _customers = [];
    private readonly (string Sku, decimal Price)[] _products;
    private int _placed;

    public DemoCast(DemoPlan plan, PlayedShop[] shops)
    {
        (_plan, _shops, _random) = (plan, shops, new Random(plan.Seed));
        _products = [.. Enumerable.Range(1, plan.Products).Select(number =>
            ($"SKU-{number:D4}", 5 + (_random.Next(0, 19_500) / 100m)))];
    }

    /// <summary>External ids of sales orders that were shipped.</summary>
    public HashSet<string> Shipped { get; } = [];

    public int OrdersLeft => _plan.Orders - _placed;

    /// <summary>What NetSuite's people set up: references, items with stock, the tax item.</summary>
    public JsonObject NetSuiteSeed() => new()
    {
        ["locations"] = Named("name", Locations),
        ["currencies"] = Named("symbol", ["USD", "EUR"]),
        ["paymentMethods"] = Named("name", ["Shopify Payments", "PayPal", "Manual", "Gift card", "Klarna"]),
        ["items"] = new JsonArray([.. _products.Select(Item), TaxItem()]),
    };

    /// <summary>What a shop's people set up.</summary>
    public void Fill(ShopState state)
    {
        foreach (var location in Locations)
        {
            ShopifyControl.AddLocation(state, location);
        }

        foreach (var (sku, price) in _products)
        {
            ShopifyControl.AddProduct(
                state, new JsonObject { ["sku"] = sku, ["title"] = $"Product {sku}", ["price"] = price });
        }

        var count = _plan.Customers / _shops.Length;
        _customers[state.Options.Domain] = [.. Enumerable.Range(1, count).Select(number => AddCustomer(state, number))];
    }

    /// <summary>The next orders, each with its shop.</summary>
    public IEnumerable<(PlayedShop Shop, PlacedOrder Order)> NextOrders(int count)
    {
        for (var step = 0; step < count && _placed < _plan.Orders; step++)
        {
            yield return Order(_placed++);
        }
    }

    /// <summary>Stock levels that change.</summary>
    public IEnumerable<JsonObject> NextStock(int count) => Enumerable.Range(0, count).Select(_ => new JsonObject
    {
        ["itemId"] = _products[_random.Next(_products.Length)].Sku,
        ["location"] = Locations[_random.Next(Locations.Length)],
        ["quantityAvailable"] = _random.Next(0, 500),
    });

    /// <summary>The shop's order behind an external id <c>SHPFY-us-5551234</c>.</summary>
    public JsonObject? OrderOf(string externalId)
    {
        if (externalId.Split('-') is not ["SHPFY", var key, var id])
        {
            return null;
        }

        var shop = _shops.FirstOrDefault(
            shop => shop.State.Options.Domain.StartsWith(key + "-", StringComparison.Ordinal));
        return shop?.State.Find($"gid://shopify/Order/{id}");
    }

    private (PlayedShop Shop, PlacedOrder Order) Order(int number)
    {
        var shop = _shops[number % _shops.Length];
        var customers = _customers[shop.State.Options.Domain];
        var lines = Enumerable.Range(0, _random.Next(1, 6)).Select(_ => Line()).ToList();
        var special = SpecialOf(number);
        if (special == Special.UnknownSku)
        {
            lines.Add(new PlacedLine("SKU-NOWHERE", 1, 9.99m));
        }

        var discounted = _random.Next(5) == 0;
        return (shop, new PlacedOrder
        {
            // Every customer buys at least once, so that every customer is seen.
            Customer = customers[number / _shops.Length % customers.Count],
            Lines = lines,
            Discount = discounted
                ? decimal.Round(lines.Sum(line => (line.Price * line.Quantity) - line.Discount) * 0.1m, 2) : 0,
            Shipping = _random.Next(3) == 0 ? 0 : 4.95m + _random.Next(0, 10),
            TaxRate = shop.State.Options.Currency == "USD" ? 0.0825m : 0.19m,
            Gateway = special == Special.UnknownGateway ? "klarna_pay_later" : Gateways[_random.Next(Gateways.Length)],
            Note = _random.Next(8) == 0 ? "Bitte klingeln 🔔 – gift for Zoë" : null,
            Cancelled = special == Special.Cancelled,
        });
    }

    /// <summary>The special ones are spread over the whole run.</summary>
    private Special SpecialOf(int number)
    {
        var specials = DemoPlan.UnknownGateway + DemoPlan.UnknownSku + DemoPlan.Cancelled;
        var every = Math.Max(1, _plan.Orders / (specials + 1));
        var place = (number + 1) % every == 0 ? (number + 1) / every : 0;
        return place switch
        {
            0 => Special.None,
            <= DemoPlan.UnknownGateway => Special.UnknownGateway,
            <= DemoPlan.UnknownGateway + DemoPlan.UnknownSku => Special.UnknownSku,
            _ when place == specials => Special.Cancelled,
            _ => Special.None,
        };
    }

    private PlacedLine Line()
    {
        var (sku, price) = _products[_random.Next(_products.Length)];
        var quantity = _random.Next(1, 4);
        var discount = _random.Next(6) == 0 ? decimal.Round(price * quantity * 0.15m, 2) : 0;
        return new PlacedLine(sku, quantity, price, discount);
    }

    private string AddCustomer(ShopState state, int number)
    {
        var (city, region, zip, country) = Places[_random.Next(Places.Length)];
        var (first, last) = (FirstNames[_random.Next(FirstNames.Length)], LastNames[_random.Next(LastNames.Length)]);
        return ShopifyControl.AddCustomer(state, new JsonObject
        {
            ["firstName"] = first,
            ["lastName"] = last,
            ["email"] = string.Create(
                CultureInfo.InvariantCulture, $"customer{number}@{state.Options.Domain[..2]}.example"),
            ["phone"] = string.Create(CultureInfo.InvariantCulture, $"+1555{number:D7}"),
            ["address"] = new JsonObject
            {
                ["address1"] = string.Create(CultureInfo.InvariantCulture, $"{_random.Next(1, 200)} Main Street"),
                ["city"] = city,
                ["provinceCode"] = region,
                ["zip"] = zip,
                ["countryCodeV2"] = country,
            },
        })["id"]!.GetValue<string>();
    }

    private JsonObject Item((string Sku, decimal Price) product) => new()
    {
        ["itemId"] = product.Sku,
        ["displayName"] = $"Product {product.Sku}",
        ["price"] = product.Price,
        ["stock"] = new JsonArray([.. Locations.Select(location =>
            new JsonObject { ["location"] = location, ["quantityAvailable"] = _random.Next(0, 300) })]),
    };

    private static JsonObject TaxItem() => new()
    {
        ["itemId"] = "SHOPIFY-TAX",
        ["displayName"] = "Tax collected by Shopify",
        ["isFulfillable"] = false,
    };

    private static JsonArray Named(string field, string[] names) =>
        new([.. names.Select(name => new JsonObject { [field] = name })]);

    private enum Special
    {
        None,
        UnknownGateway,
        UnknownSku,
        Cancelled,
    }
}
