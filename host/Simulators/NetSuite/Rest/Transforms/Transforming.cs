using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.Rest.Rules;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Transforms;

/// <summary>Makes one record of another: lines of lines, a payment of an invoice, an application of a
/// deposit.</summary>
internal sealed class Transforming(NetSuiteState state, RuleBook rules)
{
    /// <exception cref="RecordFault">There is no such transform, or it cannot be done.</exception>
    public StoredRecord Run(StoredRecord source, RecordType? target, string asked, JsonObject body)
    {
        if (TransformTable.Of(source.Type, target) is { } row)
        {
            return new LineTransform(state, rules).Run(row, source, body);
        }

        var id = source.Id.ToString(CultureInfo.InvariantCulture);
        return (source.Type.Name, target?.Name) switch
        {
            ("invoice", "customerPayment") => Paid(source, id, target!, body),
            ("customerDeposit", "depositApplication") => Used(source, id, target!, body),
            _ => throw new RecordFault(
                400, "INVALID_RCRD_TRANSFRM", $"A {source.Type} is not transformed into a {asked}."),
        };
    }

    private StoredRecord Paid(StoredRecord invoice, string id, RecordType target, JsonObject body)
    {
        var fields = Inheriting(invoice, body, "entity");
        fields["apply"] ??= Applied(id, body["payment"]?.DeepClone());
        return Add(target, fields);
    }

    private StoredRecord Used(StoredRecord deposit, string id, RecordType target, JsonObject body)
    {
        if (!body.Lines("apply").Any())
        {
            throw RecordFault.User("You must apply the deposit to at least one transaction.");
        }

        var wanted = new Settling(state).Check(body, "apply", 0);
        if (wanted > new Settling(state).Remaining(deposit))
        {
            throw RecordFault.User("The amount applied is more than what is left of the deposit.");
        }

        var fields = Inheriting(deposit, body, "customer");
        fields["deposit"] = JsonFields.ReferenceTo(id, deposit.Fields.Text("tranId"));
        return Add(target, fields);
    }

    private StoredRecord Add(RecordType type, JsonObject fields)
    {
        if (fields.Text("externalId") is { } taken && state.ByExternalId(type, taken) is not null)
        {
            throw RecordFault.User("This record already exists.");
        }

        rules.Of(type).Complete(fields, null);
        var made = state.Add(type, fields);
        rules.Of(type).Saved(made);
        return made;
    }

    private static JsonObject Inheriting(StoredRecord source, JsonObject body, string customer)
    {
        var fields = (JsonObject)body.DeepClone();
        fields["customer"] ??= source.Fields[customer]?.DeepClone();
        foreach (var name in Inherited)
        {
            fields[name] ??= source.Fields[name]?.DeepClone();
        }

        foreach (var empty in fields.Where(field => field.Value is null).Select(field => field.Key).ToList())
        {
            fields.Remove(empty);
        }

        return fields;
    }

    private static JsonObject Applied(string document, JsonNode? amount)
    {
        var line = new JsonObject { ["doc"] = JsonFields.ReferenceTo(document, null), ["apply"] = true };
        if (amount is not null)
        {
            line["amount"] = amount;
        }

        return new JsonObject { ["items"] = new JsonArray(line) };
    }

    private static readonly string[] Inherited = ["currency", "exchangeRate", "subsidiary"];
}
