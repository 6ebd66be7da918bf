using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>What compiles and is wrong all the same.</summary>
internal static class ScriptLint
{
    private const string Shared = "is shared by all records and threads";

    // What a static field of such a type holds can be changed although the field cannot.
    private static readonly HashSet<string> Growing =
        ["List", "Dictionary", "HashSet", "SortedDictionary", "SortedSet", "SortedList", "Queue", "Stack", "LinkedList",
            "StringBuilder", "Record", "IList", "IDictionary", "ICollection", "ISet"];

    public static IEnumerable<ScriptFinding> Check(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().Select(Check).OfType<ScriptFinding>();

    private static ScriptFinding? Check(SyntaxNode node) => node switch
    {
        FieldDeclarationSyntax field when IsStatic(field) && !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) =>
            At(node, "IH001", $"a static field {Shared}; make it const or static readonly"),
        FieldDeclarationSyntax field when IsStatic(field) && CanGrow(field.Declaration.Type) =>
            At(node, "IH001", $"what this static field holds {Shared}; declare it as IReadOnlyList, "
                + "IReadOnlyDictionary or IReadOnlySet"),
        PropertyDeclarationSyntax property when IsStatic(property) && HasSetter(property) =>
            At(node, "IH001", $"a static property with a setter {Shared}; let it only be read"),
        EventFieldDeclarationSyntax shared when IsStatic(shared) =>
            At(node, "IH001", $"a static event {Shared}"),
        AwaitExpressionSyntax => At(node, "IH002", Waiting),
        _ when Modifiers(node).Any(SyntaxKind.AsyncKeyword) => At(node, "IH002", Waiting),
        _ when Modifiers(node).Any(SyntaxKind.ExternKeyword) =>
            At(node, "IH003", "'extern' is not available to scripts: put the library into a plugin"),
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetHashCode" },
        } =>
            At(node, "IH005", "GetHashCode answers differently in every process; compare the values themselves"),
        _ => null,
    };

    private const string Waiting = "a mapping does not wait; ask for what it needs with Link, Find or the flow's reads";

    private static bool IsStatic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.StaticKeyword);

    private static bool CanGrow(TypeSyntax type) => type switch
    {
        ArrayTypeSyntax => true,
        NullableTypeSyntax nullable => CanGrow(nullable.ElementType),
        QualifiedNameSyntax qualified => CanGrow(qualified.Right),
        SimpleNameSyntax name => Growing.Contains(name.Identifier.Text),
        _ => false,
    };

    private static bool HasSetter(PropertyDeclarationSyntax property) =>
        property.AccessorList?.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) == true;

    private static SyntaxTokenList Modifiers(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax method => method.Modifiers,
        LocalFunctionStatementSyntax local => local.Modifiers,
        AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers,
        _ => default,
    };

    private static ScriptFinding At(SyntaxNode node, string code, string text)
    {
        var at = node.GetLocation().GetMappedLineSpan();
        return new ScriptFinding(Path.GetFileName(at.Path), at.StartLinePosition.Line + 1,
            at.StartLinePosition.Character + 1, code, text);
    }
}
