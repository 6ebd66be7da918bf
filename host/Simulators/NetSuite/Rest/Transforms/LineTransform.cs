using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.Rest.Rules;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Transforms;

/// <summary>Transforms a record into another, line by line. Lines that the body does not mention come along as far as
/// they are open; one with <c>itemReceive</c> false or a quantity of 0 does not.</summary>
internal sealed class LineTransform(NetSuiteState state, RuleBook rules)
{
    private sealed record Taken(JsonObject Line, decimal Quantity, JsonObject? Asked);

    /// <exception cref="RecordFault">Nothing is open, or more than is open was asked for.</exception>
    public StoredRecord Run(TransformTable.Row row, StoredRecord source, JsonObject body)
    {
        var status = source.Fields.Reference("orderStatus") ?? source.Fields.Reference("status") ?? "";
        if (row.Statuses is not "" && (status is "" || !row.Statuses.Contains(status, StringComparison.Ordinal)))
        {
            throw RecordFault.User($"The transaction is not in a state in which a {row.To} can be made of it.");
        }

        if (body.Text("externalId") is { } taken && state.ByExternalId(row.To, taken) is not null)
        {
            throw RecordFault.User("This record already exists.");
        }

        var lines = TakenLines(row, source, body);
        var extra = row.Ships
            ? []
            : body.Lines("item").Where(line => line["orderLine"] is null).ToList();
        if (lines.Count + extra.Count == 0)
        {
            throw RecordFault.User("You must enter at least one line item for this transaction.");
        }

        var fields = FieldsOf(row, source, body, lines, extra);
        rules.Of(row.To).Complete(fields, null);
        var made = state.Add(row.To, fields);
        Link(row, source, made, lines);
        rules.Of(row.To).Saved(made);
        return made;
    }

    private void Link(TransformTable.Row row, StoredRecord source, StoredRecord made, List<Taken> lines)
    {
        foreach (var (index, taken) in lines.Index())
        {
            if (row.Counter is { } counter)
            {
                taken.Line[counter] = (taken.Line.Number(counter) ?? 0) + taken.Quantity;
            }

            state.Links.Add(new LineLink(
                source.Id, (int)(taken.Line.Number("line") ?? 0), made.Id, index + 1, row.LinkType));
        }

        if (source.Type == RecordTypes.SalesOrder && row.Counter is not null)
        {
            OrderRules.SetStatus(source.Fields, OrderRules.StatusOf(source.Fields, [.. source.Lines("item")]));
        }

        if (source.Type == RecordTypes.SalesOrder || source.Type == RecordTypes.ReturnAuthorization)
        {
            rules.Of(source.Type).Saved(source);
            state.Touch(source);
        }
    }

    private static List<Taken> TakenLines(TransformTable.Row row, StoredRecord source, JsonObject body)
    {
        var asked = body.Lines("item").ToList();
        var lines = source.Lines("item").ToList();
        foreach (var (index, line) in asked.Index().Where(entry => entry.Item["orderLine"] is not null))
        {
            if (lines.All(candidate => candidate.Number("line") != line.Number("orderLine")))
            {
                throw RecordFault.InvalidReference(line.Text("orderLine") ?? "", "orderLine", Path(index, "orderLine"));
            }
        }

        var taken = new List<Taken>();
        foreach (var line in lines)
        {
            var index = asked.FindIndex(candidate => candidate["orderLine"] is not null
                && candidate.Number("orderLine") == line.Number("line"));
            var open = OpenOf(row, line);
            var wanted = index < 0 ? open : Wanted(asked[index], open, index);
            if (wanted > 0)
            {
                taken.Add(new Taken(line, wanted, index < 0 ? null : asked[index]));
            }
        }

        return taken;
    }

    private static decimal OpenOf(TransformTable.Row row, JsonObject line)
    {
        if (line.Flag("isClosed") || (row.Ships && line.Text("isFulfillable") == "false"))
        {
            return 0;
        }

        var used = row.Counter is { } counter ? line.Number(counter) ?? 0 : 0;
        return Math.Max(0, (line.Number("quantity") ?? 0) - used);
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
            : throw RecordFault.InvalidContent(line.Text("quantity") ?? "", "quantity", Path(index, "quantity"));
    }

    private JsonObject FieldsOf(
        TransformTable.Row row, StoredRecord source, JsonObject body, List<Taken> lines, List<JsonObject> extra)
    {
        var fields = (JsonObject)body.DeepClone();
        fields["createdFrom"] = JsonFields.ReferenceTo(
            source.Id.ToString(CultureInfo.InvariantCulture), $"{source.Type} #{source.Fields.Text("tranId")}");
        foreach (var name in Inherited.Where(name => fields[name] is null && source.Fields[name] is not null))
        {
            fields[name] = source.Fields[name]!.DeepClone();
        }

        // Carriage is billed, and given back, once.
        if (!row.Ships && fields["shippingCost"] is null && source.Fields["shippingCost"] is { } carriage
            && row.To != RecordTypes.ReturnAuthorization && !state.Links.Exists(link => link.PreviousDoc == source.Id
                && link.LinkType == row.LinkType))
        {
            fields["shippingCost"] = carriage.DeepClone();
        }

        fields["item"] = new JsonObject
        {
            ["items"] = new JsonArray([
                .. lines.Select((taken, index) => LineOf(row, taken, index + 1, source)),
                .. extra.Select((line, index) => Numbered(line, lines.Count + index + 1))]),
        };
        return fields;
    }

    private static JsonObject Numbered(JsonObject line, int number)
    {
        var copy = (JsonObject)line.DeepClone();
        copy["line"] = number;
        return copy;
    }

    private static JsonObject LineOf(TransformTable.Row row, Taken taken, int number, StoredRecord source)
    {
        var line = new JsonObject { ["line"] = number, ["orderLine"] = taken.Line["line"]?.DeepClone() };
        var copied = row.Ships ? ShippedFields : BilledFields;
        foreach (var (name, value) in taken.Line.Where(field => copied.Contains(field.Key)
            || field.Key.StartsWith("custcol", StringComparison.Ordinal)))
        {
            line[name] = value?.DeepClone();
        }

        if (!row.Ships && taken.Quantity == taken.Line.Number("quantity"))
        {
            line["amount"] = taken.Line["amount"]?.DeepClone();
        }

        foreach (var (name, value) in taken.Asked ?? [])
        {
            line[name] = value?.DeepClone();
        }

        line["quantity"] = taken.Quantity;
        line["location"] ??= (taken.Line["location"] ?? source.Fields["location"])?.DeepClone();
        if (row.Ships)
        {
            line["itemReceive"] = true;
        }

        foreach (var empty in line.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            line.Remove(empty);
        }

        return line;
    }

    private static string Path(int index, string field) =>
        string.Create(CultureInfo.InvariantCulture, $"item.items[{index}].{field}");

    private static readonly string[] Inherited =
    [
        "entity", "shipMethod", "shipCarrier", "shippingAddress", "billingAddress", "subsidiary", "currency",
        "exchangeRate", "location", "otherRefNum", "department", "class", "taxDetailsOverride",
    ];

    private static readonly string[] ShippedFields = ["item", "location", "description"];
    private static readonly string[] BilledFields =
        ["item", "rate", "price", "taxCode", "taxRate1", "location", "description", "department", "class", "units"];
}
