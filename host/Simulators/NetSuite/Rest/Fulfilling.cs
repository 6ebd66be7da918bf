using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Transforms a sales order into an item fulfilment. Lines that the body does not mention ship as far as they
/// are open; a line with <c>itemReceive</c> false does not.</summary>
internal sealed class Fulfilling(NetSuiteState state)
{
    /// <exception cref="RecordFault">Nothing can be shipped, or more than is open was asked for.</exception>
    public StoredRecord Transform(StoredRecord order, JsonObject body, DateOnly today)
    {
        var status = order.Fields.Reference("orderStatus");
        if (status is not ("B" or "D" or "E"))
        {
            throw RecordFault.User("The transaction is not in a state in which it can be fulfilled.");
        }

        if (body.Text("externalId") is { } taken && state.ByExternalId(RecordTypes.ItemFulfillment, taken) is not null)
        {
            throw RecordFault.User("This record already exists.");
        }

        var shipped = Shipped(order, body);
        if (shipped.Count == 0)
        {
            throw RecordFault.User("You must enter at least one line item for this transaction.");
        }

        var fulfilment = state.Add(RecordTypes.ItemFulfillment, FieldsOf(order, body, shipped, today));
        foreach (var (index, (line, quantity)) in shipped.Index())
        {
            line["quantityFulfilled"] = (line.Number("quantityFulfilled") ?? 0) + quantity;
            state.Links.Add(new LineLink(
                order.Id, (int)(line.Number("line") ?? 0), fulfilment.Id, index + 1, "ShipRcpt"));
        }

        OrderRules.SetStatus(order.Fields, OrderRules.StatusOf(order.Fields, [.. order.Lines("item")]));
        state.Touch(order);
        Tracking(fulfilment);
        return fulfilment;
    }

    /// <summary>Brings the numbers of the parcels into line with the fulfilment's packages.</summary>
    public void Tracking(StoredRecord fulfilment)
    {
        state.TrackingNumbers.RemoveAll(number => number.Transaction == fulfilment.Id);
        foreach (var number in fulfilment.Lines("package").Select(line => line.Text("packageTrackingNumber")))
        {
            if (number is { Length: > 0 })
            {
                var id = state.LastTrackingNumber += 1;
                state.TrackingNumbers.Add(new TrackingNumber(id, number, fulfilment.Id));
            }
        }
    }

    private static List<(JsonObject Line, decimal Quantity)> Shipped(StoredRecord order, JsonObject body)
    {
        var asked = body.Lines("item").ToList();
        var lines = order.Lines("item").ToList();
        foreach (var (index, line) in asked.Index())
        {
            if (lines.All(candidate => candidate.Number("line") != line.Number("orderLine")))
            {
                throw RecordFault.InvalidReference(line.Text("orderLine") ?? "", "orderLine",
                    string.Create(CultureInfo.InvariantCulture, $"item.items[{index}].orderLine"));
            }
        }

        var shipped = new List<(JsonObject, decimal)>();
        foreach (var line in lines)
        {
            var index = asked.FindIndex(candidate => candidate.Number("orderLine") == line.Number("line"));
            var open = OrderRules.Open(line);
            var wanted = index < 0 ? open : Wanted(asked[index], open, index);
            if (wanted > 0)
            {
                shipped.Add((line, wanted));
            }
        }

        return shipped;
    }

    private static decimal Wanted(JsonObject line, decimal open, int index)
    {
        if (line["itemReceive"] is not null && !line.Flag("itemReceive"))
        {
            return 0;
        }

        var wanted = line.Number("quantity") ?? open;
        return wanted >= 0 && wanted <= open
            ? wanted
            : throw RecordFault.InvalidContent(line.Text("quantity") ?? "", "quantity",
                string.Create(CultureInfo.InvariantCulture, $"item.items[{index}].quantity"));
    }

    private static JsonObject FieldsOf(
        StoredRecord order, JsonObject body, List<(JsonObject Line, decimal Quantity)> shipped, DateOnly today)
    {
        var asked = body.Lines("item").ToLookup(line => line.Number("orderLine"));
        var fields = (JsonObject)body.DeepClone();
        fields["createdFrom"] = JsonFields.ReferenceTo(
            order.Id.ToString(CultureInfo.InvariantCulture), $"Sales Order #{order.Fields.Text("tranId")}");
        foreach (var inherited in Inherited.Where(name => fields[name] is null && order.Fields[name] is not null))
        {
            fields[inherited] = order.Fields[inherited]!.DeepClone();
        }

        fields["tranDate"] ??= today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var shipStatus = fields.Reference("shipStatus") ?? "C";
        fields["shipStatus"] = JsonFields.ReferenceTo(shipStatus, NameOf(shipStatus));
        fields["status"] = JsonFields.ReferenceTo(shipStatus, NameOf(shipStatus));
        fields["item"] = new JsonObject
        {
            ["items"] = new JsonArray([.. shipped.Select((entry, index) => LineOf(
                entry.Line, entry.Quantity, index + 1, order, asked[entry.Line.Number("line")].FirstOrDefault()))]),
        };
        return fields;
    }

    private static JsonObject LineOf(
        JsonObject orderLine, decimal quantity, int line, StoredRecord order, JsonObject? asked)
    {
        var location = asked?["location"] ?? orderLine["location"] ?? order.Fields["location"];
        return new JsonObject
        {
            ["line"] = line,
            ["orderLine"] = orderLine["line"]?.DeepClone(),
            ["item"] = orderLine["item"]?.DeepClone(),
            ["quantity"] = quantity,
            ["itemReceive"] = true,
            ["location"] = location?.DeepClone(),
        };
    }

    private static string NameOf(string shipStatus) => shipStatus switch
    {
        "A" => "Picked",
        "B" => "Packed",
        _ => "Shipped",
    };

    private static readonly string[] Inherited =
        ["entity", "shipMethod", "shipCarrier", "shippingAddress", "subsidiary", "currency", "exchangeRate"];
}
