using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulators.Control;
using IntegrationHost.Simulators.NetSuite.State;
using IntegrationHost.Simulators.Shopify;
using IntegrationHost.Simulators.Shopify.Mutations;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>What customers and people of the shop do. Every edit of an order or a customer carries a number that grows,
/// so that it is seen in NetSuite which edit has arrived.</summary>
internal sealed class ShopDesk
{
    public const string FirstLocation = "Main Warehouse";
    public const string SecondLocation = "East Warehouse";

    private readonly PlayedShop _shop;
    private int _edits;

    public ShopDesk(ShopifySimulator simulator)
    {
        Simulator = simulator;
        _shop = simulator.Find(Site.ShopAccount.Domain)!;
        ShopifyControl.AddLocation(_shop.State, FirstLocation);
        ShopifyControl.AddLocation(_shop.State, SecondLocation);
    }

    public ShopifySimulator Simulator { get; }

    public PlayedShop Played => _shop;

    public IReadOnlyList<JsonObject> Orders => _shop.State.All("Order");

    public IReadOnlyList<JsonObject> Customers => _shop.State.All("Customer");

    public IReadOnlyList<JsonObject> Fulfillments => _shop.State.All("Fulfillment");

    public void AddProduct(string sku, decimal price) =>
        ShopifyControl.AddProduct(_shop.State, new JsonObject { ["sku"] = sku, ["title"] = sku, ["price"] = price });

    /// <summary>A customer; one without a name cannot be written to NetSuite.</summary>
    public void AddCustomer(string? lastName) => ShopifyControl.AddCustomer(_shop.State, new JsonObject
    {
        ["firstName"] = lastName is null ? null : "Zoë",
        ["lastName"] = lastName,
        ["email"] = FormattableString.Invariant($"customer{Customers.Count + 1}@us.example"),
        ["phone"] = NextPhone(),
        ["address"] = new JsonObject
        {
            ["address1"] = "1 Main Street",
            ["city"] = "Austin",
            ["provinceCode"] = "TX",
            ["zip"] = "78701",
            ["countryCodeV2"] = "US",
        },
    });

    /// <summary>A phone nobody has had, wherever it is entered.</summary>
    public string NextPhone() => PhoneOf(++_edits);

    /// <summary>An e-mail address nobody has had.</summary>
    public string NextEmail() => FormattableString.Invariant($"moved{++_edits}@us.example");

    public void EditCustomer(string id, string phone)
    {
        var customer = Find(id)!;
        customer["defaultPhoneNumber"]!["phoneNumber"] = phone;
        _shop.State.Touch(customer, "customers/update");
    }

    /// <summary>What a customer shows in a field that NetSuite calls so.</summary>
    public string? ValueOf(string customer, string field) => (field switch
    {
        "phone" => Find(customer)!["defaultPhoneNumber"]!["phoneNumber"],
        "email" => Find(customer)!["defaultEmailAddress"]!["emailAddress"],
        _ => null,
    })?.GetValue<string>();

    /// <summary>Gives a customer a name that had none.</summary>
    public void NameCustomer(JsonObject customer)
    {
        customer["lastName"] = "Late";
        _shop.State.Touch(customer, "customers/update");
    }

    public void Place(PlacedOrder order) => new OrderDesk(_shop.State).Place(order with { Note = NoteOf(0) });

    public void EditOrder(int which)
    {
        if (Pick(Orders, which) is { } order)
        {
            order["note"] = NoteOf(++_edits);
            _shop.State.Touch(order, "orders/updated");
        }
    }

    public void CancelOrder(int which)
    {
        if (Pick(Orders, which) is { } order && order["cancelledAt"] is null)
        {
            order["cancelledAt"] = _shop.State.Now();
            order["cancelReason"] = "CUSTOMER";
            _shop.State.Touch(order, "orders/cancelled");
        }
    }

    public string? CustomerId(int which) => Pick(Customers, which)?["id"]!.GetValue<string>();

    public JsonObject? Find(string id) => _shop.State.Find(id);

    public IEnumerable<JsonObject> Levels => _shop.State.All("InventoryLevel");

    public string? LocationName(string id) => _shop.State.Find(id)?["name"]!.GetValue<string>();

    public JsonObject? ItemBySku(string sku) => _shop.State.ItemBySku(sku);

    /// <summary>The id of the order a sales order was made from.</summary>
    public string? OrderBehind(StoredRecord? salesOrder) => salesOrder?.ExternalId is { } externalId
        ? $"gid://shopify/Order/{externalId[(externalId.LastIndexOf('-') + 1)..]}" : null;

    /// <summary>How many pieces of an order were shipped.</summary>
    public int ShippedOf(string order) => ShipmentsOf(order).Sum(made => made["totalQuantity"]!.GetValue<int>());

    /// <summary>Gives an order's shipments without a number one each.</summary>
    public void NumberShipments(string order)
    {
        foreach (var made in ShipmentsOf(order).Where(made => made["trackingInfo"]!.AsArray().Count == 0))
        {
            made["trackingInfo"]!.AsArray().Add(new JsonObject { ["number"] = $"HAND-{made["legacyResourceId"]}" });
        }
    }

    /// <summary>Ships what is left of an order.</summary>
    public void ShipRest(string order)
    {
        var open = Find(order)!["fulfillmentOrders"]!.AsArray().Select(id => Find(id!.GetValue<string>())!)
            .Where(part => part["status"]!.GetValue<string>() == "OPEN");
        new FulfillmentMutations(_shop.State).Create(new JsonObject
        {
            ["lineItemsByFulfillmentOrder"] = new JsonArray([.. open.Select(part =>
                new JsonObject { ["fulfillmentOrderId"] = part["id"]!.DeepClone() })]),
        });
    }

    private IEnumerable<JsonObject> ShipmentsOf(string order) =>
        Fulfillments.Where(made => made["order"]!.GetValue<string>() == order);

    /// <summary>The number in a note or a phone; 0 where there is none.</summary>
    public static int NumberIn(string? text) => text is { Length: > 0 } && int.TryParse(
        text[(text.LastIndexOf(' ') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number : 0;

    private static string NoteOf(int number) => FormattableString.Invariant($"edit {number}");

    private static string PhoneOf(int number) => FormattableString.Invariant($"+1 512 {number:D7}");

    private static JsonObject? Pick(IReadOnlyList<JsonObject> all, int which) =>
        all.Count == 0 ? null : all[which % all.Count];
}
