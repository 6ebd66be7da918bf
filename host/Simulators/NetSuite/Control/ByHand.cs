using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.Rest.Rules;
using IntegrationHost.Simulators.NetSuite.Rest.Transforms;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Control;

/// <summary>What people do in NetSuite's own pages: ship, bill, refund, save, delete.</summary>
internal sealed class ByHand(NetSuiteState state, AccountZone zone)
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

        var fulfilment = new Transforming(state, new RuleBook(state, zone)).Run(
            order, RecordTypes.ItemFulfillment, RecordTypes.ItemFulfillment.Name, body);
        return new JsonObject { ["id"] = fulfilment.Id.ToString(CultureInfo.InvariantCulture) };
    }

    /// <summary>Makes one record of another: <c>from</c>, <c>id</c> or <c>externalId</c>, <c>to</c>,
    /// <c>body</c>.</summary>
    public JsonObject Transform(JsonObject form)
    {
        var from = TypeOf(form.Text("from") ?? "");
        var source = (form.Text("externalId") is { } externalId
            ? state.ByExternalId(from, externalId)
            : state.ById(from, form.Text("id") ?? "")) ?? throw new ControlFault($"there is no such {from}");
        var to = TypeOf(form.Text("to") ?? "");
        var body = new RecordBody(state, to).Read(form["body"] as JsonObject ?? []);
        return Named(new Transforming(state, new RuleBook(state, zone)).Run(source, to, to.Name, body));
    }

    /// <summary>Saves a record as somebody would by hand; with <c>id</c> it changes that one.</summary>
    public JsonObject Save(string typeName, JsonObject form)
    {
        var type = TypeOf(typeName);
        var writing = new RecordWriting(state, zone);
        var fields = new RecordBody(state, type).Read(form);
        if (form.Text("id") is not { } id)
        {
            return Named(writing.Added(type, fields));
        }

        var standing = state.ById(type, id) ?? throw new ControlFault($"there is no {type} {id}");
        writing.Change(standing, fields, []);
        return Named(standing);
    }

    /// <summary>Deletes a record as somebody would by hand.</summary>
    public JsonObject Delete(string typeName, string id)
    {
        var type = TypeOf(typeName);
        new RecordWriting(state, zone).Delete(
            state.ById(type, id) ?? throw new ControlFault($"there is no {type} {id}"));
        return [];
    }

    private static RecordType TypeOf(string name) =>
        RecordTypes.Named(name) ?? throw new ControlFault($"there is no record type '{name}'");

    private static JsonObject Named(StoredRecord record) =>
        new() { ["id"] = record.Id.ToString(CultureInfo.InvariantCulture) };

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
