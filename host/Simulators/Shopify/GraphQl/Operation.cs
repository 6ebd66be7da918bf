using System.Text.Json.Nodes;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>One operation of a document with its variables.</summary>
internal sealed class Operation
{
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;
    private readonly JsonObject _variables;

    private Operation(
        GraphQLOperationDefinition definition, IEnumerable<GraphQLFragmentDefinition> fragments, JsonObject variables)
    {
        Selections = definition.SelectionSet;
        IsMutation = definition.Operation == OperationType.Mutation;
        _variables = variables;
        _fragments = fragments.ToDictionary(fragment => fragment.FragmentName.Name.StringValue);
    }

    public GraphQLSelectionSet Selections { get; }

    public bool IsMutation { get; }

    public string RootType => IsMutation ? "Mutation" : "QueryRoot";

    public static Operation Parse(string query, JsonObject variables, string? name)
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
        var definition = definitions is [var only]
            ? only
            : throw new GraphQlError("operationNotFound", "An operation name is required");
        var given = new JsonObject();
        foreach (var variable in definition.Variables?.Items ?? [])
        {
            var key = variable.Variable.Name.StringValue;
            given[key] = Given(variable, variables, key);
        }

        return new Operation(definition, document.Definitions.OfType<GraphQLFragmentDefinition>(), given);
    }

    /// <summary>The fields of a selection for a type, fragments spread and directives applied.</summary>
    public IEnumerable<GraphQLField> FieldsOf(GraphQLSelectionSet? selections, string type) =>
        (selections?.Selections ?? []).Where(IsIncluded).SelectMany(selection => selection switch
        {
            GraphQLField field => [field],
            GraphQLInlineFragment inline when Applies(inline.TypeCondition, type) =>
                FieldsOf(inline.SelectionSet, type),
            GraphQLFragmentSpread spread when Fragment(spread) is var fragment
                && Applies(fragment.TypeCondition, type) =>
                FieldsOf(fragment.SelectionSet, type),
            _ => [],
        });

    /// <summary>All selected fields whatever the type turns out to be, for the cost.</summary>
    public IEnumerable<(string? Type, GraphQLField Field)> AllFieldsOf(GraphQLSelectionSet? selections, string? type) =>
        (selections?.Selections ?? []).Where(IsIncluded).SelectMany(selection => selection switch
        {
            GraphQLField field => [(type, field)],
            GraphQLInlineFragment inline => AllFieldsOf(
                inline.SelectionSet, inline.TypeCondition?.Type.Name.StringValue ?? type),
            GraphQLFragmentSpread spread => AllFieldsOf(
                Fragment(spread).SelectionSet, Fragment(spread).TypeCondition.Type.Name.StringValue),
            _ => Enumerable.Empty<(string?, GraphQLField)>(),
        });

    public JsonObject ArgumentsOf(GraphQLField field) => new((field.Arguments?.Items ?? []).Select(argument =>
        KeyValuePair.Create(argument.Name.StringValue, Value(argument.Value))));

    public string? IdempotencyKey(GraphQLField field) => (field.Directives?.Items ?? [])
        .Where(directive => directive.Name.StringValue == "idempotent")
        .Select(directive => Value(directive.Arguments!.Single().Value)?.GetValue<string>())
        .FirstOrDefault();

    private static JsonNode? Given(GraphQLVariableDefinition variable, JsonObject variables, string key)
    {
        if (variables.TryGetPropertyValue(key, out var value))
        {
            return value?.DeepClone();
        }

        return variable.Type is GraphQLNonNullType && variable.DefaultValue is null
            ? throw new GraphQlError(
                "INVALID_VARIABLE", $"Variable ${key} of type {variable.Type} was provided invalid value")
            : Literal(variable.DefaultValue);
    }

    private GraphQLFragmentDefinition Fragment(GraphQLFragmentSpread spread) =>
        _fragments.GetValueOrDefault(spread.FragmentName.Name.StringValue)
        ?? throw new GraphQlError(
            "useAndDefineFragment", $"Fragment {spread.FragmentName.Name.StringValue} was used, but not defined");

    private static bool Applies(GraphQLTypeCondition? condition, string type) =>
        condition is null || condition.Type.Name.StringValue == type || condition.Type.Name.StringValue == "Node";

    private bool IsIncluded(ASTNode selection) =>
        ((selection as IHasDirectivesNode)?.Directives?.Items ?? []).All(directive =>
        directive.Name.StringValue switch
        {
            "include" => Condition(directive),
            "skip" => !Condition(directive),
            _ => true,
        });

    private bool Condition(GraphQLDirective directive) => Value(directive.Arguments!.Single().Value)!.GetValue<bool>();

    private JsonNode? Value(GraphQLValue value) => value switch
    {
        GraphQLVariable variable => _variables[variable.Name.StringValue]?.DeepClone(),
        GraphQLListValue list => new JsonArray([.. (list.Values ?? []).Select(Value)]),
        GraphQLObjectValue record => new JsonObject((record.Fields ?? []).Select(field =>
            KeyValuePair.Create(field.Name.StringValue, Value(field.Value)))),
        _ => Literal(value),
    };

    private static JsonNode? Literal(GraphQLValue? value) => value switch
    {
        null or GraphQLNullValue => null,
        GraphQLStringValue text => text.Value.ToString(),
        GraphQLEnumValue name => name.Name.StringValue,
        GraphQLBooleanValue flag => flag.BoolValue,
        GraphQLIntValue number => long.Parse(number.Value.Span, System.Globalization.CultureInfo.InvariantCulture),
        GraphQLFloatValue number => decimal.Parse(number.Value.Span, System.Globalization.CultureInfo.InvariantCulture),
        _ => throw new GraphQlError("argumentLiteralsIncompatible", $"{value.Kind} is not expected here"),
    };
}
