using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Items: a name that is used once, and members of what is put together.</summary>
internal sealed class ItemRules(NetSuiteState state) : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        if (fields.Text("itemId") is not { Length: > 0 } name)
        {
            throw RecordFault.User("Please enter value(s) for: Item Name/Number");
        }

        if (state.ByName(RecordType.Items, name) is { } other && other != standing)
        {
            throw RecordFault.User("This record already exists.");
        }

        fields["isInactive"] ??= false;
        if (fields.Lines("price").FirstOrDefault(price => price.Reference("priceLevel") == "1") is { } basic)
        {
            fields["basePrice"] = basic.Number("price");
        }
    }
}
