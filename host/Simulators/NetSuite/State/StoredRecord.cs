using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>One record as it stands.</summary>
internal sealed class StoredRecord(RecordType type, int id, DateTimeOffset created)
{
    public RecordType Type { get; } = type;

    public int Id { get; } = id;

    public DateTimeOffset Created { get; } = created;

    /// <summary>UTC, whole seconds.</summary>
    public DateTimeOffset LastModified { get; set; } = created;

    /// <summary>How often it was written, its creation included.</summary>
    public int Writes { get; set; }

    /// <summary>Whether the stock of a fulfilment has left the shelf.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Everything but id and dates, under the canonical names.</summary>
    public JsonObject Fields { get; set; } = [];

    public string? ExternalId => Fields.Text("externalId");

    /// <summary>The lines of a sublist, or none.</summary>
    public IEnumerable<JsonObject> Lines(string sublist) => Fields.Lines(sublist);
}
