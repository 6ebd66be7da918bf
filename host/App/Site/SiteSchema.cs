using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHost.App.Site;

/// <summary>The JSON schema of <c>ihost.json</c> for editors, made from the keys the host itself checks.</summary>
internal static class SiteSchema
{
    public const string FileName = "ihost.schema.json";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Text()
    {
        var schema = Node("", [JsonValueKind.Object]);
        schema.Insert(0, "$schema", "http://json-schema.org/draft-07/schema#");
        schema.Insert(1, "title", "A site of Integration Host");
        return schema.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Node(string pattern, IReadOnlyList<JsonValueKind> kinds)
    {
        var types = kinds.Select(TypeOf).Distinct().ToArray();
        var node = new JsonObject
        {
            ["type"] = types is [var only] ? only : new JsonArray([.. types.Select(type => JsonValue.Create(type))]),
        };
        var inside = Inside(pattern).ToArray();
        if (pattern == SiteKeys.Options)
        {
            return node; // The plugin knows them.
        }

        if (types is ["array"])
        {
            node["items"] = Node($"{pattern}:*", SiteKeys.All[$"{pattern}:*"]);
        }
        else if (types is ["object"])
        {
            var named = inside.Where(name => name != "*").Select(name =>
                KeyValuePair.Create(name, (JsonNode?)Child(pattern, name))).ToArray();
            if (named.Length > 0)
            {
                node["properties"] = new JsonObject(named);
            }

            node["additionalProperties"] = inside.Contains("*") ? Child(pattern, "*") : JsonValue.Create(false);
        }

        return node;
    }

    private static JsonObject Child(string pattern, string name)
    {
        var path = pattern.Length == 0 ? name : $"{pattern}:{name}";
        return Node(path, SiteKeys.All[path]);
    }

    private static IEnumerable<string> Inside(string pattern)
    {
        var prefix = pattern.Length == 0 ? "" : pattern + ":";
        return SiteKeys.All.Keys
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && !key[prefix.Length..].Contains(':'))
            .Select(key => key[prefix.Length..]);
    }

    private static string TypeOf(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "boolean",
    };
}
