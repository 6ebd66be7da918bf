using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulation.Worlds;

/// <summary>What people of the account do.</summary>
internal sealed class ErpDesk
{
    private readonly NetSuiteControl _control;
    private int _parcels;

    public ErpDesk(NetSuiteSimulator simulator)
    {
        Simulator = simulator;
        _control = new NetSuiteControl(simulator);
        Ask("seed", new JsonObject
        {
            ["locations"] = Named("name", ShopDesk.FirstLocation, ShopDesk.SecondLocation),
            ["currencies"] = Named("symbol", "USD", "EUR"),
            ["paymentMethods"] = Named("name", "Shopify Payments", "PayPal", "Manual", "Gift card", "Klarna"),
            ["items"] = new JsonArray(new JsonObject { ["itemId"] = "SHOPIFY-TAX", ["isFulfillable"] = false }),
        });
    }

    public NetSuiteSimulator Simulator { get; }

    public IReadOnlyList<StoredRecord> SalesOrders => [.. State.Of(RecordTypes.SalesOrder)];

    public int OrderCount => SalesOrders.Count;

    public IReadOnlyList<StoredRecord> Customers => [.. State.Of(RecordTypes.Customer)];

    public IReadOnlyList<StoredRecord> Fulfilments => [.. State.Of(RecordTypes.ItemFulfillment)];

    public IEnumerable<StockLevel> Stock => State.Stock.Values;

    private NetSuiteState State => Simulator.State;

    public bool HasItem(string itemId) =>
        State.Family(RecordType.Items).Any(item => item.Fields.Text("itemId") == itemId);

    public string ItemName(int id) => State.InFamily(RecordType.Items, Text(id))!.Fields.Text("itemId")!;

    public string LocationName(int id) =>
        State.InFamily(RecordTypes.Location.Family, Text(id))!.Fields.Text("name")!;

    public StoredRecord? OrderOf(StoredRecord fulfilment) =>
        State.ById(RecordTypes.SalesOrder, fulfilment.Fields.Reference("createdFrom") ?? "");

    public StoredRecord? CustomerOf(StoredRecord order) =>
        State.ById(RecordTypes.Customer, order.Fields.Reference("entity") ?? "");

    /// <summary>How many pieces of an order were shipped.</summary>
    public decimal ShippedOf(StoredRecord order) => order.Lines("item").Sum(
        line => line.Number("quantityFulfilled") ?? 0);

    public void AddItem(string itemId, decimal price) =>
        Ask("items", new JsonObject { ["itemId"] = itemId, ["price"] = price });

    /// <summary>Customers that were edited in the account.</summary>
    public HashSet<int> Edited { get; } = [];

    /// <summary>One of the customers; null where there is none yet.</summary>
    public StoredRecord? Pick(int which) => Customers is { Count: > 0 } all ? all[which % all.Count] : null;

    /// <summary>Enters something else in a field of a customer.</summary>
    public void EditCustomer(StoredRecord customer, string field, string value)
    {
        Edited.Add(customer.Id);
        Ask("records/customer", new JsonObject { ["id"] = Text(customer.Id), [field] = value });
    }

    /// <summary>The id in the shop of the customer that one was made from.</summary>
    public static string CustomerBehind(StoredRecord customer) =>
        $"gid://shopify/Customer/{customer.ExternalId![(customer.ExternalId!.LastIndexOf('C') + 1)..]}";

    /// <summary>What was made from a customer of the shop, or null.</summary>
    public StoredRecord? CustomerOfShop(string id) =>
        Customers.FirstOrDefault(customer => CustomerBehind(customer) == id);

    public void SetStock(string itemId, string location, int quantity) => Ask("stock", new JsonObject
    {
        ["itemId"] = itemId,
        ["location"] = location,
        ["quantityAvailable"] = quantity,
    });

    /// <summary>Ships what is open of an order, or one piece of its first open line.</summary>
    public void Ship(int which, bool onePiece, bool tracked)
    {
        var open = SalesOrders.Where(order => OpenLine(order) is not null).ToArray();
        if (open.Length == 0)
        {
            return;
        }

        var order = open[which % open.Length];
        var form = new JsonObject { ["id"] = Text(order.Id), ["carrier"] = "UPS" };
        if (tracked)
        {
            form["tracking"] = new JsonArray(FormattableString.Invariant($"1Z{++_parcels:D6}"));
        }

        if (onePiece)
        {
            form["lines"] = new JsonArray(new JsonObject
            {
                ["line"] = OpenLine(order)!["line"]!.DeepClone(),
                ["quantity"] = 1,
            });
        }

        Ask("ship", form);
    }

    /// <summary>Somebody changes fields of every sales order.</summary>
    public void EditOrders(JsonObject fields)
    {
        foreach (var order in SalesOrders)
        {
            var form = (JsonObject)fields.DeepClone();
            form["id"] = Text(order.Id);
            Ask("records/salesOrder", form);
        }
    }

    /// <summary>The next answers to a method at an address are spoilt; what they ask for is done where
    /// <paramref name="afterCommit"/> says so.</summary>
    public void Spoil(string method, string path, int status, int times, bool afterCommit = false) =>
        Ask("faults", new JsonObject
        {
            ["method"] = method,
            ["path"] = path,
            ["status"] = status,
            ["count"] = times,
            ["afterCommit"] = afterCommit,
        });

    /// <summary>The next answer to a method at an address is a time-out; what it asks for is done so much
    /// later.</summary>
    public void FinishLate(string method, string path, TimeSpan after) => Ask("faults", new JsonObject
    {
        ["method"] = method,
        ["path"] = path,
        ["status"] = 504,
        ["commitAfterSeconds"] = after.TotalSeconds,
    });

    private JsonObject? OpenLine(StoredRecord order) =>
        order.Fields.Reference("orderStatus") is not ("B" or "D" or "E") ? null
        : order.Lines("item").FirstOrDefault(line =>
            State.InFamily(RecordType.Items, line.Reference("item"))?.Type == RecordTypes.InventoryItem
            && (line.Number("quantity") ?? 0) > (line.Number("quantityFulfilled") ?? 0));

    private void Ask(string what, JsonObject form)
    {
        var address = new Uri($"http://erp.example/control/netsuite/{what}");
        var answer = _control.Handle(new SimulatedRequest(
            "POST", address, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(form.ToJsonString())));
        if (answer.Status != 200)
        {
            throw new InvalidOperationException(
                $"{what} {form.ToJsonString()}: {Encoding.UTF8.GetString(answer.Body.Span)}");
        }
    }

    private static string Text(int id) => id.ToString(CultureInfo.InvariantCulture);

    private static JsonArray Named(string field, params string[] names) =>
        new([.. names.Select(name => new JsonObject { [field] = name })]);
}
