using System.Text.Json.Nodes;
using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Writes shipping a cent too low.</summary>
internal sealed class LosesACent : Defect
{
    private const string Field = "shippingCost";

    public override Task<Outcome> ApplyAsync(Write write, Func<Write, Task<Outcome>> go)
    {
        if (!write.Record.Has(Field))
        {
            return go(write);
        }

        var body = JsonNode.Parse(write.Record.ToUtf8())!.AsObject();
        body[Field] = write.Record.Number(Field) - 0.01m;
        return go(write with { Record = Record.Parse(body.ToJsonString()) });
    }
}
