using System.Text.Json.Nodes;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Parts of records as the API's inputs. Pure.</summary>
internal static class Inputs
{
    /// <summary>The fields of a record that are there, as they are.</summary>
    public static JsonObject Of(Record record, params ReadOnlySpan<string> fields)
    {
        var whole = Json(record);
        var input = new JsonObject();
        foreach (var field in fields)
        {
            if (whole[field] is { } value)
            {
                input[field] = value.DeepClone();
            }
        }

        return input;
    }

    /// <summary>The names of fields that the record has and the writer does not know: they would be lost in
    /// silence.</summary>
    public static IReadOnlyList<string> UnknownIn(Record record, params IEnumerable<string> known) =>
        [.. record.Fields.Except(known)];

    /// <summary>Why lines cannot be taken of which two mean the same, or null: what each asks for would be done
    /// twice.</summary>
    /// <param name="lines">What each line means, by its id.</param>
    /// <param name="field">The list.</param>
    public static Plan? NamedTwice(IEnumerable<string> lines, string field) =>
        lines.GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? Plan.Wrong($"{field} names {twice.Key} twice; say its quantity once", "named-twice", field, twice.Key)
            : null;

    /// <summary>Why a part of a record cannot be taken that has a field nobody knows, or null.</summary>
    /// <param name="part">The part.</param>
    /// <param name="what">What people call it, with its article.</param>
    /// <param name="path">Where it stands in the record.</param>
    /// <param name="known">Its fields.</param>
    public static Plan? UnknownField(Record part, string what, string path, IEnumerable<string> known) =>
        UnknownIn(part, known) is [var unknown, ..]
            ? Plan.Wrong($"{what} has no field {unknown}", "unknown-field", $"{path}.{unknown}") : null;

    /// <summary>Whether a value stands as wanted; absent and empty are the same.</summary>
    public static bool Same(JsonNode? wanted, JsonNode? standing) => (wanted, standing) switch
    {
        (JsonArray one, JsonArray other) => one.Select(item => item?.ToString() ?? "").Order(StringComparer.Ordinal)
            .SequenceEqual(other.Select(item => item?.ToString() ?? "").Order(StringComparer.Ordinal)),
        (JsonArray { Count: 0 }, null) => true,
        _ => (wanted?.ToString() ?? "") == (standing?.ToString() ?? ""),
    };

    /// <summary>Takes out of an input what stands already.</summary>
    public static void RemoveStanding(JsonObject input, JsonObject standing, IEnumerable<string> fields)
    {
        foreach (var field in fields.Where(field => input.ContainsKey(field) && Same(input[field], standing[field])))
        {
            input.Remove(field);
        }
    }

    /// <summary>The fields of a record that are there and stand differently.</summary>
    public static JsonObject Differing(Record wanted, Record standing, string[] fields)
    {
        var input = Of(wanted, fields);
        RemoveStanding(input, Json(standing), fields);
        return input;
    }

    /// <summary>Adds tags that are not there yet. The shop replaces the list, so those that stand are sent along:
    /// nobody's tag is taken away.</summary>
    public static void AddTags(JsonObject input, Record wanted, Record? standing)
    {
        var tags = standing?.Texts("tags") ?? [];
        if (wanted.Texts("tags").Except(tags, StringComparer.OrdinalIgnoreCase).Any())
        {
            input["tags"] = Texts(tags.Union(wanted.Texts("tags"), StringComparer.OrdinalIgnoreCase));
        }
    }

    /// <summary>A record as JSON of its own.</summary>
    public static JsonObject Json(Record record) => JsonNode.Parse(record.ToUtf8())!.AsObject();

    public static JsonArray Texts(IEnumerable<string> texts) =>
        [.. texts.Select(text => (JsonNode?)JsonValue.Create(text))];
}
