using System.Reflection;
using System.Text.Json;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>A request to the real service with its answer, as others recorded it.</summary>
/// <param name="File">Below the folder of recordings: the API version, the topic, the name.</param>
/// <param name="Query">The document.</param>
/// <param name="Variables">Its variables, an object.</param>
/// <param name="Answer">What came back.</param>
internal sealed record RecordedCall(string File, string Query, JsonElement Variables, JsonElement Answer)
{
    private const int DepthMost = 40;

    public static readonly string Folder = Path.GetFullPath(Path.Combine(
        typeof(RecordedCall).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(each => each.Key == "ProjectFolder").Value!,
        "../../../shared/reference/shopify/recorded"));

    /// <summary>Whether it is of a version whose inputs are gone from the pinned one.</summary>
    public bool IsOfAnOldVersion => File.StartsWith("2025-", StringComparison.Ordinal);

    /// <summary>All of them; skips the test where they do not stand beside the checkout.</summary>
    public static IReadOnlyList<RecordedCall> All()
    {
        if (!Directory.Exists(Folder))
        {
            Assert.Skip("the recorded answers of the real service do not stand beside this checkout");
        }

        return [.. Directory.EnumerateFiles(Folder, "*.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal).SelectMany(file => In(
                Path.GetRelativePath(Folder, file).Replace('\\', '/'),
                JsonDocument.Parse(System.IO.File.ReadAllBytes(file)).RootElement, 0))];
    }

    private static IEnumerable<RecordedCall> In(string file, JsonElement element, int depth)
    {
        if (depth > DepthMost)
        {
            yield break;
        }

        if (element.ValueKind == JsonValueKind.Object && Of(file, element) is { } call)
        {
            yield return call;
        }

        var inner = element.ValueKind switch
        {
            JsonValueKind.Object => element.EnumerateObject().Select(each => each.Value),
            JsonValueKind.Array => element.EnumerateArray().AsEnumerable(),
            _ => [],
        };
        foreach (var each in inner.SelectMany(part => In(file, part, depth + 1)))
        {
            yield return each;
        }
    }

    // The recordings have several forms: the document may stand in the call or in its request, the answer under one of
    // three names and once more inside.
    private static RecordedCall? Of(string file, JsonElement call)
    {
        var request = Inner(call, "request") is { ValueKind: JsonValueKind.Object } asked
            && Inner(asked, "query") is not null ? asked : call;
        var answer = new[] { "response", "payload", "result" }.Select(name => Inner(call, name))
            .FirstOrDefault(each => each is { ValueKind: JsonValueKind.Object });
        foreach (var name in new[] { "payload", "body" })
        {
            answer = answer is { } outer && Inner(outer, "data") is null
                && Inner(outer, name) is { ValueKind: JsonValueKind.Object } inside ? inside : answer;
        }

        return Inner(request, "query") is { ValueKind: JsonValueKind.String } query && answer is { } given
            && (Inner(given, "data") ?? Inner(given, "errors")) is not null
            ? new RecordedCall(file, query.GetString()!, Inner(request, "variables") ?? default, given) : null;
    }

    private static JsonElement? Inner(JsonElement element, string name) =>
        element.TryGetProperty(name, out var inner) ? inner : null;
}
