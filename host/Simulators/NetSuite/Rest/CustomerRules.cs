using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>What NetSuite demands of a customer when it is saved.</summary>
internal static class CustomerRules
{
    /// <exception cref="RecordFault">The customer cannot be saved.</exception>
    public static void Complete(NetSuiteState state, StoredRecord? standing, JsonObject customer)
    {
        string[] needed = customer.Flag("isPerson") ? ["firstName", "lastName"] : ["companyName"];
        var missing = needed.Where(name => customer.Text(name) is null or "").Select(Label).ToList();
        if (missing.Count > 0)
        {
            throw RecordFault.User($"Please enter value(s) for: {string.Join(", ", missing)}");
        }

        customer["isPerson"] = customer.Flag("isPerson");
        customer["isInactive"] = customer.Flag("isInactive");
        customer["subsidiary"] ??= JsonFields.ReferenceTo("1", "Parent Company");
        if (customer.Text("entityId") is { } entityId && state.Of(RecordTypes.Customer).Any(other =>
            other != standing && other.Fields.Text("entityId") == entityId))
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
