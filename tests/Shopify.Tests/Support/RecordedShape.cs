using System.Text;
using System.Text.Json;
using GraphQLParser;
using GraphQLParser.AST;
using IntegrationHost.Simulators.Shopify.GraphQl;

namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>A recorded document cut down to what is played, and the kinds of values by path.</summary>
internal sealed class RecordedShape
{
    private readonly string _query;
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;
    private readonly HashSet<string> _used = [];

    private RecordedShape(string query, GraphQLDocument document)
    {
        _query = query;
        _fragments = document.Definitions.OfType<GraphQLFragmentDefinition>()
            .ToDictionary(each => each.FragmentName.Name.StringValue);
    }

    /// <summary>One document per root field that is played; none for a text that cannot be read.</summary>
    public static IEnumerable<(string Key, string Field, string Document, string[] Variables)> Of(string query)
    {
        GraphQLDocument document;
        try
        {
            document = Parser.Parse(query);
        }
        catch (GraphQLParser.Exceptions.GraphQLSyntaxErrorException)
        {
            yield break; // Recorded to see it refused.
        }

        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().FirstOrDefault();
        var root = operation?.Operation == OperationType.Mutation ? "Mutation" : "QueryRoot";
        foreach (var field in operation?.SelectionSet.Selections.OfType<GraphQLField>() ?? [])
        {
            var shape = new RecordedShape(query, document);
            if (shape.Print(field, root) is { } printed)
            {
                var definitions = (operation!.Variables?.Items ?? [])
                    .Where(each => shape._used.Contains(each.Variable.Name.StringValue))
                    .Select(shape.TextOf).ToArray();
                yield return ((field.Alias?.Name ?? field.Name).StringValue, field.Name.StringValue,
                    $"{(root == "Mutation" ? "mutation" : "query")} "
                        + $"{(definitions.Length == 0 ? "" : $"({string.Join(", ", definitions)}) ")}{{ {printed} }}",
                    [.. shape._used]);
            }
        }
    }

    /// <summary>The kind of each value: of a text also what it is a text of.</summary>
    public static IEnumerable<(string Path, string Kind)> Kinds(JsonElement value, string path = "") => value.ValueKind
        switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(each => Kinds(each.Value, $"{path}.{each.Name}"))
            .Prepend((path, "record")),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(each => Kinds(each, path + "[]"))
            .Prepend((path, "list")),
        JsonValueKind.Null or JsonValueKind.Undefined => [],
        JsonValueKind.String => [(path, KindOf(value.GetString()!))],
        JsonValueKind.True or JsonValueKind.False => [(path, "flag")],
        _ => [(path, "number")],
    };

    private static string KindOf(string text) =>
        text.StartsWith("gid://shopify/", StringComparison.Ordinal) ? $"id of {text.Split('/')[3]}"
        : text.Length == 20 && text[^1] == 'Z' && DateTimeOffset.TryParse(text, out _) ? "instant"
        : "text";

    private string? Print(GraphQLField field, string type)
    {
        var name = field.Name.StringValue;
        if (name == "__typename")
        {
            return name;
        }

        if (Schema.Admin.Find(type, name) is not { } known
            || (field.Arguments?.Items ?? []).Any(each => !known.Arguments.ContainsKey(each.Name.StringValue)))
        {
            return null;
        }

        var text = new StringBuilder(field.Alias is null ? "" : TextOf(field.Alias) + " ");
        text.Append(name).Append(Used(TextOf(field.Arguments))).Append(' ').Append(Used(TextOf(field.Directives)));
        if (field.SelectionSet is null)
        {
            return Schema.Admin.IsComposite(known.Type.Name) ? null : text.ToString();
        }

        var inner = Print(field.SelectionSet, known.Type.Name);
        return inner.Length == 0 ? null : text.Append(" { ").Append(inner).Append(" }").ToString();
    }

    private string Print(GraphQLSelectionSet selections, string type) => string.Join(' ', selections.Selections
        .Select(each => each switch
        {
            GraphQLField field => Print(field, type),
            GraphQLInlineFragment inline => Spread(
                inline.TypeCondition?.Type.Name.StringValue ?? type, inline.SelectionSet),
            GraphQLFragmentSpread spread when _fragments.TryGetValue(
                spread.FragmentName.Name.StringValue, out var known) =>
                Spread(known.TypeCondition.Type.Name.StringValue, known.SelectionSet),
            _ => null,
        }).Where(each => each is not null));

    private string? Spread(string type, GraphQLSelectionSet selections) =>
        Schema.Admin.IsComposite(type) && Print(selections, type) is { Length: > 0 } inner
            ? $"... on {type} {{ {inner} }}" : null;

    private string Used(string text)
    {
        foreach (System.Text.RegularExpressions.Match match in
            System.Text.RegularExpressions.Regex.Matches(text, @"\$(\w+)"))
        {
            _used.Add(match.Groups[1].Value);
        }

        return text;
    }

    private string TextOf(ASTNode? node) => node is null ? "" : _query[node.Location.Start..node.Location.End];
}
