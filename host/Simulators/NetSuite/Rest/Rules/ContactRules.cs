using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>Contacts: a name.</summary>
internal sealed class ContactRules : IRecordRules
{
    public void Complete(JsonObject fields, StoredRecord? standing)
    {
        fields["entityId"] ??= $"{fields.Text("firstName")} {fields.Text("lastName")}".Trim();
        if (fields.Text("entityId") is null or "")
        {
            throw RecordFault.User("Please enter value(s) for: Contact");
        }

        fields["isInactive"] ??= false;
    }
}
