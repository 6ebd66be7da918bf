using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>What NetSuite demands of a customer when it is saved.</summary>
internal sealed class CustomerRules(NetSuiteState state) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        string[] needed = fields.Flag("isPerson") ? ["firstName", "lastName"] : ["companyName"];
        var missing = needed.Where(name => fields.Text(name) is null or "").Select(Label).ToList();
        if (missing.Count > 0)
        {
            throw RecordFault.User($"Please enter value(s) for: {string.Join(", ", missing)}");
        }

        fields["isPerson"] = fields.Flag("isPerson");
        fields["isInactive"] = fields.Flag("isInactive");
        fields["subsidiary"] ??= JsonFields.ReferenceTo("1", "Parent Company");
        if (fields.Text("entityId") is { } entityId
            && state.ByName(RecordTypes.Customer.Family, entityId) is { } other && other != standing)
        {
            throw RecordFault.User("This entity already exists.");
        }
    }

    private static string Label(string name) => name switch
    {
        "firstName" => "First Name",
        "lastName" => "Last Name",
        _ => "Company Name",
    };
}
