using IntegrationHost.Engine.Mapping;
using IntegrationHost.Mapping;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>Scripts as delegates: the engine does not care who compiled them.</summary>
internal sealed class DelegateMappings : IMappings
{
    private readonly Dictionary<string, Func<MappingScript, MappingResult>> _scripts = [];

    public DelegateMappings With(string script, Func<MappingScript, MappingResult> body)
    {
        _scripts[script] = body;
        return this;
    }

    public IMapping Current(string script) => _scripts.TryGetValue(script, out var body)
        ? new DelegateMapping(body)
        : throw new MappingUnavailableException($"{script} never compiled");

    private sealed class DelegateMapping(Func<MappingScript, MappingResult> body) : IMapping
    {
        public string Version => "v1";

        public MappingRun Run(Record source, MappingInputs inputs)
        {
            var script = new MappingScript(source, inputs);
            try
            {
                var result = body(script);
                return new MappingRun(result, script.Unmapped, script.Expectations);
            }
            catch (RecordException fault)
            {
                throw new MappingFailedException(fault.Message, fault) { Unmapped = script.Unmapped };
            }
        }
    }
}
