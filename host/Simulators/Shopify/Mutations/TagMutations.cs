using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Tags of any record that has them.</summary>
internal sealed class TagMutations(ShopState state)
{
    public JsonObject Add(JsonObject arguments) => Change(arguments, (standing, tags) => standing.Union(tags));

    public JsonObject Remove(JsonObject arguments) => Change(arguments, (standing, tags) => standing.Except(tags));

    private JsonObject Change(
        JsonObject arguments, Func<IEnumerable<string>, IEnumerable<string>, IEnumerable<string>> change)
    {
        if (state.Find(arguments["id"]!.GetValue<string>()) is not { } record)
        {
            return Payload.Wrong(["id"], "Record does not exist");
        }

        var tags = change(Texts(record["tags"]), Texts(arguments["tags"])).ToArray();
        record["tags"] = new JsonArray([.. tags.Select(tag => (JsonNode?)tag)]);
        state.Touch(record, Topics.UpdateOf(record));
        return Payload.Of("node", record);
    }

    private static IEnumerable<string> Texts(JsonNode? list) =>
        (list?.AsArray() ?? []).Select(tag => tag!.GetValue<string>());
}
