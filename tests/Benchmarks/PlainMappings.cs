using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Benchmarks;

/// <summary>A mapping that names the record and nothing more.</summary>
internal sealed class PlainMappings : IMappings, IMapping
{
    public string Version => "1";

    public IMapping Current(string script) => this;

    public MappingRun Run(Record source, MappingInputs inputs) =>
        new(new Record { ["externalId"] = source.Text("id") }, [], []);
}
