using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest.Rules;

/// <summary>What NetSuite demands of a kind of record, and what follows from saving one.</summary>
internal interface IRecordRules
{
    /// <summary>Fills in what NetSuite fills in. Changes nothing but the fields.</summary>
    /// <exception cref="RecordFault">The record cannot be saved.</exception>
    void Complete(JsonObject fields, StoredRecord? standing);

    /// <summary>What follows: stock, statuses, settled documents.</summary>
    void Saved(StoredRecord record)
    {
    }

    /// <summary>What follows when it is deleted.</summary>
    void Deleted(StoredRecord record)
    {
    }
}
