using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Mapping;

/// <summary>The settings, tables and related records of one run.</summary>
internal sealed class FlowInputs(
    FlowDefinition flow, ISiteValues values, IReadOnlyDictionary<string, Record> reads) : MappingInputs
{
    public override string? Setting(string name) => values.Setting(flow, name);

    public override string? TableValue(string table, string key) => values.TableValue(flow, table, key);

    public override Record? Read(string name) => flow.Reads.ContainsKey(name)
        ? reads.GetValueOrDefault(name)
        : throw new RecordException($"'{name}' is not declared under reads of the flow {flow.Name} in ihost.json");
}
