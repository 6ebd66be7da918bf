using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>Checks a document against the schema before it runs: fields, arguments, fragments, variables.</summary>
internal sealed class DocumentCheck(Document document)
{
    private readonly HashSet<string> _used = [];

    /// <exception cref="GraphQlError">Something does not exist or does not fit.</exception>
    public void Run()
    {
        Check(document.Selections, document.RootType, [document.IsMutation ? "mutation" : "query"]);
        foreach (var variable in document.Variables)
        {
            if (!_used.Contains(variable.Name))
            {
                throw new GraphQlError(
                    "variableNotUsed", $"Variable ${variable.Name} is declared by anonymous but not used");
            }
        }
    }

    private void Check(GraphQLSelectionSet? selections, string type, string[] path)
    {
        foreach (var selection in selections?.Selections ?? [])
        {
            Use((selection as IHasDirectivesNode)?.Directives);
            switch (selection)
            {
                case GraphQLField field when field.Name.StringValue != "__typename":
                    Check(field, type, [.. path, field.Name.StringValue]);
                    break;
                case GraphQLInlineFragment inline:
                    Check(inline.SelectionSet, Known(inline.TypeCondition, type), path);
                    break;
                case GraphQLFragmentSpread spread:
                    var fragment = document.Fragment(spread.FragmentName.Name.StringValue);
                    Check(fragment.SelectionSet, Known(fragment.TypeCondition, type), path);
                    break;
            }
        }
    }

    private void Check(GraphQLField field, string type, string[] path)
    {
        var name = field.Name.StringValue;
        var known = Schema.Admin.Find(type, name)
            ?? throw new GraphQlError("undefinedField", $"Field '{name}' doesn't exist on type '{type}'", path);
        var given = (field.Arguments?.Items ?? []).ToDictionary(
            argument => argument.Name.StringValue, argument => argument.Value);
        foreach (var (argument, value) in given)
        {
            var taken = known.Arguments.GetValueOrDefault(argument) ?? throw new GraphQlError(
                "argumentNotAccepted", $"Field '{name}' doesn't accept argument '{argument}'", path);
            Use(value);
            if (!HasVariable(value) && InputCheck.Of(taken.Type, Literals.Of(value)) is { } wrong)
            {
                throw new GraphQlError("argumentLiteralsIncompatible",
                    $"Argument '{argument}' on Field '{name}' has an invalid value at '{wrong.Path}' "
                        + $"({wrong.Explanation}). "
                        + $"Expected type '{taken.Type}'.", path);
            }
        }

        if (known.Arguments.Where(each => each.Value.Type.IsRequired && each.Value.Default is null)
            .Select(each => each.Key).Except(given.Keys).ToArray() is { Length: > 0 } missing)
        {
            throw new GraphQlError("missingRequiredArguments",
                $"Field '{name}' is missing required arguments: {string.Join(", ", missing)}", path);
        }

        if (Schema.Admin.IsComposite(known.Type.Name) != (field.SelectionSet is not null))
        {
            throw new GraphQlError("selectionMismatch", field.SelectionSet is null
                ? $"Field must have selections (field '{name}' returns {known.Type.Name} but has no selections. "
                    + $"Did you mean '{name} {{ ... }}'?)"
                : $"Selections can't be made on scalars (field '{name}' returns {known.Type.Name} but has selections)",
                path);
        }

        Check(field.SelectionSet, known.Type.Name, path);
    }

    private static string Known(GraphQLTypeCondition? condition, string type) =>
        condition?.Type.Name.StringValue is not { } name ? type : Schema.Admin.IsComposite(name) ? name
            : throw new GraphQlError("undefinedType", $"No such type {name}, so it can't be a fragment condition");

    private void Use(GraphQLDirectives? directives)
    {
        foreach (var directive in directives?.Items ?? [])
        {
            if (directive.Name.StringValue is not ("idempotent" or "include" or "skip"))
            {
                throw new GraphQlError(
                    "undefinedDirective", $"Directive @{directive.Name.StringValue} is not defined");
            }

            foreach (var argument in directive.Arguments?.Items ?? [])
            {
                Use(argument.Value);
            }
        }
    }

    private void Use(GraphQLValue value)
    {
        foreach (var variable in VariablesIn(value))
        {
            _used.Add(document.Variables.Any(known => known.Name == variable) ? variable
                : throw new GraphQlError("variableNotDefined", $"Variable ${variable} is used but not declared"));
        }
    }

    private static bool HasVariable(GraphQLValue value) => VariablesIn(value).Any();

    private static IEnumerable<string> VariablesIn(GraphQLValue value) => value switch
    {
        GraphQLVariable variable => [variable.Name.StringValue],
        GraphQLListValue list => (list.Values ?? []).SelectMany(VariablesIn),
        GraphQLObjectValue record => (record.Fields ?? []).SelectMany(field => VariablesIn(field.Value)),
        _ => [],
    };
}
