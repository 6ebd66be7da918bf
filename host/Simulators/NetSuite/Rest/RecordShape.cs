using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulators.NetSuite.Rest;

/// <summary>Composes a record as the record service shows it: NULLs left out, dates in UTC, sublists as links unless
/// they are to be expanded.</summary>
internal static class RecordShape
{
    /// <summary>The address of a record; its type comes back in lower case.</summary>
    public static string Href(Uri url, string type, int id) => string.Create(CultureInfo.InvariantCulture,
        $"{url.GetLeftPart(UriPartial.Authority)}/services/rest/record/v1/{type}/{id}");

    public static JsonObject Of(StoredRecord record, Uri url, bool expand, IReadOnlyCollection<string>? only)
    {
        var href = Href(url, record.Type.Name, record.Id);
        var shape = new JsonObject
        {
            ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["href"] = href }),
        };
        foreach (var (name, value) in Fields(record))
        {
            if (value is null || (only is not null && !only.Contains(name, StringComparer.OrdinalIgnoreCase)))
            {
                continue;
            }

            shape[name] = record.Type.Sublists.ContainsKey(name)
                ? Sublist(record, name, $"{href}/{name}", expand)
                : value.DeepClone();
        }

        return shape;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Fields(StoredRecord record) => record.Fields
        .Prepend(new("lastModifiedDate", Stamp(record.LastModified)))
        .Prepend(new("createdDate", Stamp(record.Created)))
        .Prepend(new("id", record.Id.ToString(CultureInfo.InvariantCulture)));

    private static JsonObject Sublist(StoredRecord record, string name, string href, bool expand)
    {
        var list = new JsonObject
        {
            ["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["href"] = href }),
        };
        if (!expand)
        {
            return list;
        }

        var lines = record.Lines(name).Select(WithoutNulls).ToArray<JsonNode>();
        list["totalResults"] = lines.Length;
        list["items"] = new JsonArray(lines);
        return list;
    }

    // What is kept with a line for the simulator's own use is not shown.
    private static JsonObject WithoutNulls(JsonObject line)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in line.Where(field => field.Value is not null && field.Key != "isFulfillable"))
        {
            shown[name] = value!.DeepClone();
        }

        return shown;
    }

    private static string Stamp(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
