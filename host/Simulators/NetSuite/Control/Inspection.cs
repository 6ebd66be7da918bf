using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.Rest;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Control;

/// <summary>Tells what is in the account.</summary>
internal sealed class Inspection(NetSuiteSimulator simulator)
{
    private readonly NetSuiteState _state = simulator.State;

    public JsonObject Summary()
    {
        var orders = _state.Of(RecordTypes.SalesOrder).ToList();
        var duplicates = orders
            .Where(order => order.Fields.Text("otherRefNum") is not null)
            .GroupBy(order => (order.Fields.Text("otherRefNum"), ShopOf(order)))
            .Sum(group => group.Count() - 1);
        var total = orders.Sum(order => order.Fields.Number("total") ?? 0);
        return new JsonObject
        {
            ["salesOrders"] = orders.Count,
            ["customers"] = _state.Of(RecordTypes.Customer).Count(),
            ["itemFulfillments"] = _state.Of(RecordTypes.ItemFulfillment).Count(),
            ["duplicates"] = duplicates,
            ["total"] = total.ToString("0.00", CultureInfo.InvariantCulture),
            ["writes"] = _state.Writes,
            ["requests"] = simulator.Requests,
            ["rejected"] = simulator.Rejected,
        };
    }

    public JsonArray Records(string typeName, Uri url)
    {
        var type = RecordTypes.Named(typeName) ?? throw new ControlFault($"there is no record type '{typeName}'");
        var found = _state.Of(type);
        foreach (var field in Filters)
        {
            if (QueryString.Value(url, field) is { } wanted)
            {
                found = found.Where(record => record.Fields.Text(field) == wanted);
            }
        }

        return new JsonArray([.. found.Select(record =>
        {
            var shape = RecordShape.Of(record, url, true, null);
            shape["writes"] = record.Writes;
            return shape;
        })]);
    }

    // All that stands before the order's own number names the shop.
    private static string ShopOf(StoredRecord order)
    {
        var externalId = order.ExternalId ?? "";
        return externalId.LastIndexOf('-') is var dash and >= 0 ? externalId[..dash] : "";
    }

    private static readonly string[] Filters = ["externalId", "otherRefNum", "itemId", "email"];
}
