using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Creates, changes, deletes and transforms. Every check comes before the first change.</summary>
internal sealed class RecordWriting(NetSuiteState state, AccountZone zone)
{
    public SimulatedResponse Create(SimulatedRequest request, RecordType type)
    {
        if (type == RecordTypes.ItemFulfillment)
        {
            throw RecordFault.User("Create is not allowed for this record type; transform a sales order instead.");
        }

        var body = new RecordBody(state, type);
        var fields = Read(body, request);
        return Written(request, Added(type, fields), body);
    }

    public SimulatedResponse Upsert(SimulatedRequest request, RecordType type, string externalId)
    {
        var body = new RecordBody(state, type);
        var fields = Read(body, request);
        fields["externalId"] = externalId;
        if (state.ByExternalId(type, externalId) is { } standing)
        {
            Change(standing, fields, Replaced(request));
            return Written(request, standing, body);
        }

        return type == RecordTypes.ItemFulfillment
            ? throw RecordFault.User("Create is not allowed for this record type; transform a sales order instead.")
            : Written(request, Added(type, fields), body);
    }

    public SimulatedResponse Patch(SimulatedRequest request, StoredRecord standing)
    {
        var body = new RecordBody(state, standing.Type);
        Change(standing, Read(body, request), Replaced(request));
        return Written(request, standing, body);
    }

    public SimulatedResponse Delete(StoredRecord standing)
    {
        if (state.Links.Exists(link => standing.Type.Family == RecordType.Transactions
            && link.PreviousDoc == standing.Id))
        {
            throw RecordFault.User("This transaction cannot be deleted because it is linked to by other transactions.");
        }

        state.Delete(standing);
        state.Writes++;
        return Answer.Written(null, []);
    }

    public SimulatedResponse Transform(SimulatedRequest request, StoredRecord order, string target)
    {
        if (order.Type != RecordTypes.SalesOrder || RecordTypes.Named(target) != RecordTypes.ItemFulfillment)
        {
            throw new RecordFault(400, "INVALID_RCRD_TRANSFRM", $"A {order.Type} is not transformed into a {target}.");
        }

        var body = new RecordBody(state, RecordTypes.ItemFulfillment);
        var fields = Read(body, request);
        var fulfilment = new Fulfilling(state).Transform(order, fields, zone.Today());
        return Written(request, fulfilment, body);
    }

    private StoredRecord Added(RecordType type, JsonObject fields)
    {
        if (fields.Text("externalId") is { } taken && state.ByExternalId(type, taken) is not null)
        {
            throw RecordFault.User(type.Family == RecordType.Transactions
                ? "This record already exists."
                : "This entity already exists.");
        }

        var whole = SublistMerge.Merge(type, [], fields, []);
        Complete(type, null, whole);
        return state.Add(type, whole);
    }

    private void Change(StoredRecord standing, JsonObject fields, string[] replaced)
    {
        if (fields.Text("externalId") is { } taken
            && state.ByExternalId(standing.Type, taken) is { } holder && holder != standing)
        {
            throw RecordFault.User("This record already exists.");
        }

        var merged = SublistMerge.Merge(standing.Type, standing.Fields, fields, replaced);
        Complete(standing.Type, standing, merged);
        state.Save(standing, merged);
        if (standing.Type == RecordTypes.ItemFulfillment)
        {
            new Fulfilling(state).Tracking(standing);
        }
    }

    private void Complete(RecordType type, StoredRecord? standing, JsonObject fields)
    {
        if (type == RecordTypes.SalesOrder)
        {
            new OrderRules(state).Complete(fields, zone.Today());
        }
        else if (type == RecordTypes.Customer)
        {
            CustomerRules.Complete(state, standing, fields);
        }
    }

    private static JsonObject Read(RecordBody body, SimulatedRequest request)
    {
        var fields = body.Read(request.Body);
        var strict = string.Equals(
            request.Headers.GetValueOrDefault("X-NetSuite-PropertyNameValidation"), "Error",
            StringComparison.OrdinalIgnoreCase);
        return strict && body.Unknown.Count > 0
            ? throw new RecordFault(400, "INVALID_CONTENT", "Error while accessing a resource. Unknown field name "
                + $"{body.Unknown[0]}. The field does not exist on this record instance.", body.Unknown[0])
            : fields;
    }

    private static string[] Replaced(SimulatedRequest request) =>
        (QueryString.Value(request.Url, "replace") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    private SimulatedResponse Written(SimulatedRequest request, StoredRecord record, RecordBody body)
    {
        state.Writes++;
        return Answer.Written(
            RecordShape.Href(request.Url, record.Type.Name.ToLowerInvariant(), record.Id), body.Unknown);
    }
}
