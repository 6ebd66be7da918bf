using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>Puts the taxes of a sale where the account wants them.</summary>
internal sealed class Taxes(NetSuiteOptions options)
{
    /// <summary>The write as it is to be sent, and recovered.</summary>
    public Write Prepared(Write write)
    {
        if (options.TaxStrategy != TaxStrategy.SuiteTax || !Taxed.Contains(write.Entity))
        {
            return write;
        }

        var body = DocumentBody.Of(write.Record);
        var details = DocumentBody.Lines(body, "item").Select(Detail).OfType<JsonNode>().ToArray();
        if (details.Length == 0)
        {
            return write;
        }

        body["taxDetailsOverride"] = true;
        body["taxDetails"] = new JsonObject { ["items"] = new JsonArray(details) };
        return write with { Record = Record.Parse(body.ToJsonString()) };
    }

    // The line keeps a reference, by which NetSuite brings the two together.
    private JsonObject? Detail(JsonObject line, int index)
    {
        if (line["taxAmount"] is not { } amount)
        {
            return null;
        }

        var reference = string.Create(CultureInfo.InvariantCulture, $"ihost-{index + 1}");
        line["taxDetailsReference"] = reference;
        var detail = new JsonObject
        {
            ["taxDetailsReference"] = reference,
            ["taxAmount"] = amount.DeepClone(),
            ["taxBasis"] = line["amount"]?.DeepClone(),
            ["taxRate"] = line["taxRate1"]?.DeepClone(),
            ["taxCode"] = line["taxCode"]?.DeepClone(),
            ["taxType"] = options.TaxType is { } type ? new JsonObject { ["id"] = type } : null,
        };
        foreach (var moved in Moved)
        {
            line.Remove(moved);
        }

        foreach (var empty in detail.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            detail.Remove(empty);
        }

        return detail;
    }

    private static readonly string[] Taxed =
        ["salesOrder", "invoice", "cashSale", "creditMemo", "cashRefund", "returnAuthorization"];

    private static readonly string[] Moved = ["taxAmount", "taxRate1", "taxCode"];
}
