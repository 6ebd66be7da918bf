using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Adds tags to a record and takes tags off it. A repeat changes nothing more, so it is simply sent
/// again.</summary>
internal sealed class TagWriter(GraphQlClient client) : StandingWriter(client)
{
    public override Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) =>
        Task.FromResult<Recovery>(new Recovery.NotWritten());

    protected override Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var owner = write.Id ?? wanted.Text("owner");
        var (add, remove) = (wanted.Texts("add"), wanted.Texts("remove"));
        PlannedCall[] steps =
        [
            .. add.Count == 0 ? [] : new[] { Call("TagsAdd", "tagsAdd", owner, add) },
            .. remove.Count == 0 ? [] : new[] { Call("TagsRemove", "tagsRemove", owner, remove) },
        ];
        return Task.FromResult(
            write.Kind == ChangeKind.Delete ? Plan.Wrong("write remove to take tags off", "not-writable")
            : steps.Length == 0 ? Plan.Done(new Outcome.Unchanged(owner, ""))
            : new Plan(null, steps, _ => new Outcome.Updated(owner, "")));
    }

    private static PlannedCall Call(string operation, string field, string owner, IReadOnlyList<string> tags) =>
        new(operation, field, new JsonObject { ["id"] = owner, ["tags"] = Inputs.Texts(tags) });
}
