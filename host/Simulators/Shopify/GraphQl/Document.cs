using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>One operation of a document, parsed and checked against the schema once: clients ask with the same text
/// again and again.</summary>
internal sealed class Document
{
    private const int KeptMost = 1000;
    private static readonly ConcurrentDictionary<(string, string?), Document> Kept = new();

    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;

    private Document(GraphQLOperationDefinition definition, IEnumerable<GraphQLFragmentDefinition> fragments)
    {
        Selections = definition.SelectionSet;
        IsMutation = definition.Operation == OperationType.Mutation;
        Variables = [.. (definition.Variables?.Items ?? []).Select(variable =>
            new Variable(variable.Variable.Name.StringValue, TypeRef.Of(variable.Type), variable.DefaultValue))];
        _fragments = fragments.ToDictionary(fragment => fragment.FragmentName.Name.StringValue);
    }

    public GraphQLSelectionSet Selections { get; }

    public bool IsMutation { get; }

    public IReadOnlyList<Variable> Variables { get; }

    public string RootType => IsMutation ? "Mutation" : "QueryRoot";

    /// <exception cref="GraphQlError">The text is no valid document, or has no such operation.</exception>
    public static Document Of(string query, string? name)
    {
        if (Kept.TryGetValue((query, name), out var known))
        {
            return known;
        }

        var document = Parse(query, name);
        new DocumentCheck(document).Run();
        if (Kept.Count < KeptMost)
        {
            Kept.TryAdd((query, name), document);
        }

        return document;
    }

    public GraphQLFragmentDefinition Fragment(string name) => _fragments.GetValueOrDefault(name)
        ?? throw new GraphQlError("useAndDefineFragment", $"Fragment {name} was used, but not defined");

    private static Document Parse(string query, string? name)
    {
        GraphQLDocument document;
        try
        {
            document = Parser.Parse(query);
        }
        catch (GraphQLSyntaxErrorException fault)
        {
            throw new GraphQlError("syntaxError", fault.Message);
        }

        var definitions = document.Definitions.OfType<GraphQLOperationDefinition>()
            .Where(definition => name is null || definition.Name?.StringValue == name)
            .ToArray();
        return definitions is [var only]
            ? new Document(only, document.Definitions.OfType<GraphQLFragmentDefinition>())
            : throw new GraphQlError("operationNotFound", "An operation name is required");
    }

    /// <summary>A variable that the operation declares.</summary>
    internal sealed record Variable(string Name, TypeRef Type, GraphQLValue? Default)
    {
        /// <summary>The value in a request.</summary>
        /// <exception cref="GraphQlError">It does not fit the type.</exception>
        public JsonNode? In(JsonObject given)
        {
            var value = given.TryGetPropertyValue(Name, out var found) ? found : Literals.Of(Default);
            return InputCheck.Of(Type, value) is { } wrong ? throw wrong.For(Name, Type) : value?.DeepClone();
        }
    }
}
