using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Control;

/// <summary>Ships a sales order, as the warehouse would in NetSuite's own pages.</summary>
internal sealed class Shipping(NetSuiteState state, AccountZone zone)
{
    public JsonObject Ship(JsonObject form)
    {
        var order = form.Text("externalId") is { } externalId
            ? state.ByExternalId(RecordTypes.SalesOrder, externalId)
            : state.ById(RecordTypes.SalesOrder, form.Text("id") ?? "");
        if (order is null)
        {
            throw new ControlFault("there is no such sales order");
        }

        var body = new JsonObject
        {
            ["shipStatus"] = JsonFields.ReferenceTo("C", null),
            ["package"] = Packages(form),
        };
        if (form.Text("carrier") is { } carrier)
        {
            body["shipCarrier"] = carrier;
        }

        if (form["lines"] is JsonArray lines)
        {
            body["item"] = Lines(order, [.. lines.OfType<JsonObject>()]);
        }

        var fulfilment = new Fulfilling(state).Transform(order, body, zone.Today());
        return new JsonObject { ["id"] = fulfilment.Id.ToString(CultureInfo.InvariantCulture) };
    }

    private static JsonObject Packages(JsonObject form) => new()
    {
        ["items"] = new JsonArray([.. ((form["tracking"] as JsonArray) ?? []).Select(number =>
            new JsonObject { ["packageTrackingNumber"] = JsonFields.TextOf(number) })]),
    };

    // Of the order's other lines nothing ships.
    private static JsonObject Lines(StoredRecord order, List<JsonObject> lines)
    {
        var known = order.Lines("item").Select(line => line.Number("line")).ToList();
        if (lines.Find(line => !known.Contains(line.Number("line"))) is { } unknown)
        {
            throw new ControlFault($"the sales order has no line {unknown.Text("line")}");
        }

        var asked = known.Select(number => lines.Find(line => line.Number("line") == number) is { } line
            ? new JsonObject
            {
                ["orderLine"] = number,
                ["itemReceive"] = true,
                ["quantity"] = line["quantity"]?.DeepClone(),
            }
            : new JsonObject { ["orderLine"] = number, ["itemReceive"] = false });
        return new JsonObject { ["items"] = new JsonArray([.. asked]) };
    }
}
