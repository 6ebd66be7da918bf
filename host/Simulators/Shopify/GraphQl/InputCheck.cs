using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>Whether a value fits an input type, told in the service's words. Pure.</summary>
internal static class InputCheck
{
    private const string NoNull = "Expected value to not be null";

    /// <summary>What is wrong first, and where; null when it fits.</summary>
    public static Problem? Of(TypeRef type, JsonNode? value, string path = "") => value switch
    {
        null => type.IsRequired ? new Problem(path, NoNull) : null,
        JsonArray list when type.Item is { } item => list
            .Select((each, at) => Of(item, each, Join(path, $"{at}"))).FirstOrDefault(wrong => wrong is not null),
        // A single value stands for a list of one.
        _ when type.Item is { } item => Of(item, value, path),
        _ when Schema.Admin.EnumOf(type.Name) is { } values => OfEnum(values, value, path),
        _ when Schema.Admin.InputOf(type.Name) is { } fields => OfInput(type.Name, fields, value, path),
        _ => OfScalar(type.Name, value, path),
    };

    private static Problem? OfInput(
        string type, IReadOnlyDictionary<string, Schema.Input> fields, JsonNode value, string path)
    {
        if (value is not JsonObject record)
        {
            return new Problem(path, $"Expected {value.ToJsonString()} to be a key-value object.");
        }

        foreach (var (name, given) in record)
        {
            if (!fields.TryGetValue(name, out var field))
            {
                return new Problem(Join(path, name), $"Field is not defined on {type}");
            }

            if (Of(field.Type, given, Join(path, name)) is { } wrong)
            {
                return wrong;
            }
        }

        return fields.Where(each => each.Value.Type.IsRequired && each.Value.Default is null
            && !record.ContainsKey(each.Key))
            .Select(each => new Problem(Join(path, each.Key), NoNull)).FirstOrDefault();
    }

    private static Problem? OfEnum(IReadOnlySet<string> values, JsonNode value, string path) =>
        value.GetValueKind() == JsonValueKind.String && values.Contains(value.GetValue<string>())
            ? null : new Problem(path, $"Expected {value.ToJsonString()} to be one of: {string.Join(", ", values)}");

    private static Problem? OfScalar(string type, JsonNode value, string path)
    {
        var kind = value.GetValueKind();
        var fits = type switch
        {
            "Int" => kind == JsonValueKind.Number && !value.ToJsonString().Contains('.', StringComparison.Ordinal),
            "Float" => kind == JsonValueKind.Number,
            "Boolean" => kind is JsonValueKind.True or JsonValueKind.False,
            "String" => kind == JsonValueKind.String,
            "ID" => kind == JsonValueKind.Number || (kind == JsonValueKind.String && IsId(value.GetValue<string>())),
            "DateTime" => kind == JsonValueKind.String && DateTimeOffset.TryParse(value.GetValue<string>(), out _),
            _ => kind is not (JsonValueKind.Object or JsonValueKind.Array) || type == "JSON",
        };
        return fits ? null
            : type == "ID" ? new Problem(path, $"Invalid global id '{value}'")
            : new Problem(path, $"Could not coerce value {value.ToJsonString()} to {type}");
    }

    private static bool IsId(string text) => text.StartsWith("gid://", StringComparison.Ordinal)
        || (text.Length > 0 && text.All(char.IsAsciiDigit));

    private static string Join(string path, string part) => path.Length == 0 ? part : $"{path}.{part}";

    /// <summary>What does not fit.</summary>
    internal sealed record Problem(string Path, string Explanation)
    {
        /// <summary>The error for a variable.</summary>
        public GraphQlError For(string variable, TypeRef type) => new("INVALID_VARIABLE",
            $"Variable ${variable} of type {type} was provided invalid value"
                + (Path.Length == 0 ? "" : $" for {Path} ({Explanation})"))
        {
            Problems = new JsonArray(new JsonObject
            {
                ["path"] = new JsonArray([.. Path.Split('.', StringSplitOptions.RemoveEmptyEntries)
                    .Select(part => (JsonNode?)part)]),
                ["explanation"] = Explanation,
            }),
        };
    }
}
