using System.Text.Json.Nodes;
using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>One operation of a document with its variables.</summary>
internal sealed class Operation
{
    private readonly Document _document;
    private readonly JsonObject _variables = [];

    private Operation(Document document, JsonObject given)
    {
        _document = document;
        foreach (var variable in document.Variables)
        {
            var value = variable.In(given);
            if (given.ContainsKey(variable.Name) || variable.Default is not null)
            {
                _variables[variable.Name] = value;
            }
        }
    }

    public GraphQLSelectionSet Selections => _document.Selections;

    public bool IsMutation => _document.IsMutation;

    public string RootType => _document.RootType;

    /// <exception cref="GraphQlError">The document or a variable is wrong.</exception>
    public static Operation Parse(string query, JsonObject variables, string? name) =>
        new(Document.Of(query, name), variables);

    /// <summary>The fields of a selection for a type, fragments spread and directives applied.</summary>
    public IEnumerable<GraphQLField> FieldsOf(GraphQLSelectionSet? selections, string type)
    {
        foreach (var selection in selections?.Selections ?? [])
        {
            if (!IsIncluded(selection))
            {
                continue;
            }

            if (selection is GraphQLField field)
            {
                yield return field;
                continue;
            }

            var (condition, inner) = Inside(selection);
            if (condition is null || Schema.Admin.Fits(type, condition))
            {
                foreach (var each in FieldsOf(inner, type))
                {
                    yield return each;
                }
            }
        }
    }

    /// <summary>All selected fields whatever the type turns out to be, for the cost.</summary>
    public IEnumerable<(string? Type, GraphQLField Field)> AllFieldsOf(GraphQLSelectionSet? selections, string? type) =>
        (selections?.Selections ?? []).Where(IsIncluded).SelectMany(selection =>
        {
            if (selection is GraphQLField field)
            {
                return [(type, field)];
            }

            var (condition, inner) = Inside(selection);
            return AllFieldsOf(inner, condition ?? type);
        });

    public JsonObject ArgumentsOf(GraphQLField field, Schema.Field known)
    {
        var arguments = new JsonObject();
        foreach (var (name, input) in known.Arguments)
        {
            if (input.Default is not null)
            {
                arguments[name] = input.Default.DeepClone();
            }
        }

        foreach (var argument in field.Arguments?.Items ?? [])
        {
            if (Literals.IsGiven(argument.Value, _variables))
            {
                arguments[argument.Name.StringValue] = Literals.Of(argument.Value, _variables);
            }
        }

        return arguments;
    }

    public string? IdempotencyKey(GraphQLField field) => (field.Directives?.Items ?? [])
        .Where(directive => directive.Name.StringValue == "idempotent")
        .Select(directive => Literals.Of(directive.Arguments!.Single().Value, _variables)?.GetValue<string>())
        .FirstOrDefault();

    private (string? Condition, GraphQLSelectionSet Inner) Inside(ASTNode selection)
    {
        if (selection is GraphQLInlineFragment inline)
        {
            return (inline.TypeCondition?.Type.Name.StringValue, inline.SelectionSet);
        }

        var fragment = _document.Fragment(((GraphQLFragmentSpread)selection).FragmentName.Name.StringValue);
        return (fragment.TypeCondition.Type.Name.StringValue, fragment.SelectionSet);
    }

    private bool IsIncluded(ASTNode selection) =>
        ((selection as IHasDirectivesNode)?.Directives?.Items ?? []).All(directive =>
            directive.Name.StringValue switch
            {
                "include" => Condition(directive),
                "skip" => !Condition(directive),
                _ => true,
            });

    private bool Condition(GraphQLDirective directive) =>
        Literals.Of(directive.Arguments!.Single().Value, _variables)!.GetValue<bool>();
}
