using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Doors;
using IntegrationHost.Simulators.NetSuite.Rest.Rules;
using IntegrationHost.Simulators.NetSuite.Rest.Transforms;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Creates, changes, deletes and transforms. Every check comes before the first change.</summary>
internal sealed class RecordWriting(NetSuiteState state, AccountZone zone)
{
    private readonly RuleBook _rules = new(state, zone);

    public SimulatedResponse Create(SimulatedRequest request, RecordType type)
    {
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

        return Written(request, Added(type, fields), body);
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

        _rules.Of(standing.Type).Deleted(standing);
        state.Delete(standing);
        state.Writes++;
        return Answer.Written(null, []);
    }

    public SimulatedResponse Transform(SimulatedRequest request, StoredRecord source, string target)
    {
        var type = RecordTypes.Named(target);
        var body = new RecordBody(state, type ?? source.Type);
        var fields = type is null ? [] : Read(body, request);
        var made = new Transforming(state, _rules).Run(source, type, target, fields);
        return Written(request, made, body);
    }

    /// <summary>Makes a record of a body that was read.</summary>
    public StoredRecord Added(RecordType type, JsonObject fields)
    {
        if (TransformedOnly.Contains(type))
        {
            throw RecordFault.User("Create is not allowed for this record type; transform another record instead.");
        }

        if (fields.Text("externalId") is { } taken && state.ByExternalId(type, taken) is not null)
        {
            throw RecordFault.User(type.Family == RecordType.Transactions
                ? "This record already exists."
                : "This entity already exists.");
        }

        var whole = SublistMerge.Merge(type, [], fields, []);
        _rules.Of(type).Complete(whole, null);
        var made = state.Add(type, whole);
        _rules.Of(type).Saved(made);
        return made;
    }

    /// <summary>Brings fields that were read into a record.</summary>
    public void Change(StoredRecord standing, JsonObject fields, string[] replaced)
    {
        if (fields.Text("externalId") is { } taken
            && state.ByExternalId(standing.Type, taken) is { } holder && holder != standing)
        {
            throw RecordFault.User("This record already exists.");
        }

        var merged = SublistMerge.Merge(standing.Type, standing.Fields, fields, replaced);
        _rules.Of(standing.Type).Complete(merged, standing);
        state.Save(standing, merged);
        _rules.Of(standing.Type).Saved(standing);
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

    private static readonly RecordType[] TransformedOnly =
        [RecordTypes.ItemFulfillment, RecordTypes.ItemReceipt, RecordTypes.DepositApplication];
}
