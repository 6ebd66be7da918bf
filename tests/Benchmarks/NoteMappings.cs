using System.Globalization;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Benchmarks;

/// <summary>A mapping that puts a note on an order that stands.</summary>
internal sealed class NoteMappings(string[] orders) : IMappings, IMapping
{
    public string Version => "1";

    public IMapping Current(string script) => this;

    public MappingRun Run(Record source, MappingInputs inputs) => new(
        new Record
        {
            ["id"] = orders[int.Parse(source.Text("id"), CultureInfo.InvariantCulture) - 1], ["note"] = "sent",
        }, [], []);
}
