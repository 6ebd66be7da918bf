using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Limits;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Pairs;

/// <summary>The other side of a pair as the twin flow renders it, read for many pairs at once.</summary>
internal sealed class Mirror
{
    private const int IdsMost = 100;
    private readonly FlowDefinition _twin;
    private readonly IMappings _mappings;
    private readonly ISiteValues _values;
    private readonly TimeProvider _time;
    private readonly Collector<string, Found?> _reads;

    public Mirror(FlowDefinition twin, IRecordReader reader, Circuit circuit, EngineParts parts)
    {
        (_twin, _mappings, _values, _time) = (twin, parts.Mappings, parts.Values, parts.Time);
        _reads = new Collector<string, Found?>(IdsMost, parts.Options.LingerFor, parts.Time, async (ids, cancel) =>
        {
            // One reading of many ends what was begun, so it does not queue behind what is still to begin.
            using var _ = WorkPriority.Use(Priority.Orders);
            var found = (await BatchedReads.ReadAsync(reader, circuit, twin.From.Entity, [.. ids], cancel))
                .ToDictionary(record => record.Id);
            return [.. ids.Select(id => found.GetValueOrDefault(id))];
        });
    }

    /// <summary>Null where there is no such record any more.</summary>
    public async Task<Reflection?> LookAsync(string id, CancellationToken cancel)
    {
        var readAt = _time.GetUtcNow();
        if (await _reads.AskAsync(id, cancel) is not { } found)
        {
            return null;
        }

        var hint = new Change(_twin.From.Entity, id, found.Version)
        {
            ChangedAt = VersionOrder.StampIn(found.Version),
        };
        var rendered = Render(found.Record);
        return new Reflection(ReadVersion.Of(hint, found.Version, readAt), rendered, PrintsOf(rendered));
    }

    /// <summary>The fields that a look at a record would show if nobody touched it since it was made: what was written,
    /// as the twin renders it. A field that is read under another name than it is written by is missing.</summary>
    public IReadOnlyDictionary<string, string> AsWritten(Write write, string id)
    {
        var made = JsonNode.Parse(write.Record.ToUtf8())!.AsObject();
        made["id"] = id;
        return PrintsOf(Render(Record.Parse(made.ToJsonString())));
    }

    private static IReadOnlyDictionary<string, string> PrintsOf(Record? rendered) =>
        rendered is null ? new Dictionary<string, string>() : FieldPrints.Of(rendered);

    // What the twin cannot map now it will tell itself; here it has no fields.
    private Record? Render(Record source)
    {
        try
        {
            var inputs = new FlowInputs(_twin, _values, new Dictionary<string, Record>());
            var run = _mappings.Current(_twin.Script).Run(source, inputs);
            return run is { Unmapped.Count: 0, Result: MappingResult.Write write } ? write.Record : null;
        }
        catch (Exception fault) when (fault is MappingFailedException or MappingUnavailableException)
        {
            return null;
        }
    }
}

/// <summary>One side of a pair as it stands.</summary>
/// <param name="Version">Its version, marked where it may have changed once more.</param>
/// <param name="Rendered">As the flow that reads it renders it, or null.</param>
/// <param name="Fields">A fingerprint per field of that.</param>
internal sealed record Reflection(
    string Version, Record? Rendered, IReadOnlyDictionary<string, string> Fields)
{
    private const int LettersShown = 60;

    /// <summary>A field's value, for a person.</summary>
    public static string Show(Record? record, string field)
    {
        using var document = System.Text.Json.JsonDocument.Parse((record ?? new Record()).ToUtf8());
        var text = document.RootElement.TryGetProperty(field, out var value) ? value.ToString() : "";
        return text.Length == 0 ? "nothing" : $"'{(text.Length <= LettersShown ? text : text[..LettersShown] + "…")}'";
    }
}
