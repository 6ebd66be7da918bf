using GraphQLParser;
using GraphQLParser.AST;

namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>The types, fields and arguments that exist, read from <c>schema.graphql</c>.</summary>
internal sealed class Schema
{
    private readonly Dictionary<string, Dictionary<string, Field>> _types = [];
    private readonly Dictionary<string, Dictionary<string, Input>> _inputs = [];
    private readonly Dictionary<string, HashSet<string>> _enums = [];
    private readonly Dictionary<string, HashSet<string>> _possible = [];

    private Schema(GraphQLDocument document)
    {
        foreach (var definition in document.Definitions)
        {
            Add(definition);
        }
    }

    /// <summary>The embedded schema.</summary>
    public static Schema Admin { get; } = Read();

    /// <summary>Whether the type has fields to select; a scalar or an enum has none.</summary>
    public bool IsComposite(string type) => _types.ContainsKey(type) || _possible.ContainsKey(type);

    public Field? Find(string type, string field) => _types.GetValueOrDefault(type)?.GetValueOrDefault(field);

    /// <summary>The fields of an input type, or null when it is none.</summary>
    public IReadOnlyDictionary<string, Input>? InputOf(string type) => _inputs.GetValueOrDefault(type);

    /// <summary>The values of an enum, or null when it is none.</summary>
    public IReadOnlySet<string>? EnumOf(string type) => _enums.GetValueOrDefault(type);

    /// <summary>Whether a type is known at all, for a fragment's condition or a variable.</summary>
    public bool Knows(string type) => IsComposite(type) || _inputs.ContainsKey(type) || _enums.ContainsKey(type)
        || type is "ID" or "String" or "Int" or "Float" or "Boolean";

    /// <summary>Whether a record of one type is met where another is asked for.</summary>
    public bool Fits(string actual, string asked) =>
        actual == asked || _possible.GetValueOrDefault(asked)?.Contains(actual) == true;

    private static Schema Read()
    {
        using var stream = typeof(Schema).Assembly.GetManifestResourceStream("shopify.graphql")!;
        using var reader = new StreamReader(stream);
        return new Schema(Parser.Parse(reader.ReadToEnd()));
    }

    private void Add(ASTNode definition)
    {
        switch (definition)
        {
            case GraphQLObjectTypeDefinition type:
                _types[type.Name.StringValue] = FieldsOf(type.Fields);
                foreach (var face in type.Interfaces?.Items ?? [])
                {
                    Possible(face.Name.StringValue).Add(type.Name.StringValue);
                }

                break;
            case GraphQLInterfaceTypeDefinition face:
                _types[face.Name.StringValue] = FieldsOf(face.Fields);
                Possible(face.Name.StringValue);
                break;
            case GraphQLUnionTypeDefinition union:
                Possible(union.Name.StringValue).UnionWith(
                    (union.Types?.Items ?? []).Select(type => type.Name.StringValue));
                break;
            case GraphQLEnumTypeDefinition values:
                _enums[values.Name.StringValue] =
                    [.. (values.Values?.Items ?? []).Select(value => value.Name.StringValue)];
                break;
            case GraphQLInputObjectTypeDefinition input:
                _inputs[input.Name.StringValue] = (input.Fields?.Items ?? []).ToDictionary(
                    field => field.Name.StringValue, InputOf);
                break;
        }
    }

    private HashSet<string> Possible(string type) =>
        _possible.TryGetValue(type, out var known) ? known : _possible[type] = [];

    private static Dictionary<string, Field> FieldsOf(GraphQLFieldsDefinition? fields) =>
        (fields?.Items ?? []).ToDictionary(field => field.Name.StringValue, field => new Field(
            field.Name.StringValue,
            TypeRef.Of(field.Type),
            (field.Arguments?.Items ?? []).ToDictionary(argument => argument.Name.StringValue, InputOf)));

    private static Input InputOf(GraphQLInputValueDefinition value) =>
        new(TypeRef.Of(value.Type), value.DefaultValue is { } given ? Literals.Of(given) : null);

    /// <summary>A field.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Type">What it holds.</param>
    /// <param name="Arguments">What it may be asked with.</param>
    internal sealed record Field(string Name, TypeRef Type, IReadOnlyDictionary<string, Input> Arguments);

    /// <summary>An argument or a field of an input type.</summary>
    /// <param name="Type">What it takes.</param>
    /// <param name="Default">What stands for it when it is not given.</param>
    internal sealed record Input(TypeRef Type, System.Text.Json.Nodes.JsonNode? Default);
}
