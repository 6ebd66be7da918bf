using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationHost.Plugins.Shopify.Tests.Support;
using Shouldly;

namespace IntegrationHost.Plugins.Shopify.Tests;

/// <summary>Every recorded call of an operation that is played, cut down to the fields that are played, is sent to a
/// played shop: where both answer a field, they answer with the same kind of value.</summary>
public sealed partial class What_the_real_service_shows
{
    [Fact]
    public async Task A_played_shop_shows_the_same_kinds_of_values()
    {
        var (compared, wrong) = (new SortedSet<string>(StringComparer.Ordinal), new SortedSet<string>());
        var values = 0;
        foreach (var call in RecordedCall.All().DistinctBy(each => (each.Query, each.Variables.ToString())))
        {
            if (!call.Answer.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
            {
                continue;
            }

            foreach (var (key, field, document, used) in RecordedShape.Of(call.Query))
            {
                if (!data.TryGetProperty(key, out var theirs)
                    || await AskAsync(call, field, document, used) is not { } answer
                    || !answer.TryGetProperty(key, out var ours) || theirs.ValueKind != JsonValueKind.Object)
                {
                    continue;
                }

                var known = RecordedShape.Kinds(theirs).ToLookup(each => each.Path, each => each.Kind);
                foreach (var (path, kind) in RecordedShape.Kinds(ours)
                    .Where(each => known.Contains(each.Path)).Distinct())
                {
                    compared.Add(field);
                    values++;
                    if (!known[path].Contains(kind))
                    {
                        wrong.Add($"{field}{path} is {string.Join(" or ", known[path].Distinct())} at the service and "
                            + $"{kind} in the played shop ({call.File})");
                    }
                }
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{values} values of {string.Join(", ", compared)}");
        wrong.ShouldBeEmpty(string.Join("\n", wrong) + $"\n{values} values of {string.Join(", ", compared)}");
        compared.Count.ShouldBeGreaterThanOrEqualTo(30);
        values.ShouldBeGreaterThan(2_000);
    }

    private static async Task<JsonElement?> AskAsync(RecordedCall call, string field, string document, string[] used)
    {
        var shop = new RefusingShop(field);
        var variables = new JsonObject();
        foreach (var name in used.Where(name => call.Variables.ValueKind == JsonValueKind.Object
            && call.Variables.TryGetProperty(name, out _)))
        {
            variables[name] = JsonNode.Parse(call.Variables.GetProperty(name).GetRawText());
        }

        var ids = (string text) => Ids().Replace(text, id => shop.OwnId(id.Value));
        var answer = await shop.Shop.AskAsync(ids(document), ids(variables.ToJsonString()));
        return answer.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object ? data : null;
    }

    [GeneratedRegex(@"gid://shopify/\w+/\d+")]
    private static partial Regex Ids();
}
