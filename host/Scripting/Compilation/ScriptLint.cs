using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>What compiles and is wrong all the same.</summary>
internal static class ScriptLint
{
    public static IEnumerable<ScriptFinding> Check(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().Select(Check).OfType<ScriptFinding>();

    private static ScriptFinding? Check(SyntaxNode node) => node switch
    {
        FieldDeclarationSyntax field when IsSharedState(field) =>
            At(node, "IH001", "a static field is shared by all records and threads; make it const or static readonly"),
        AwaitExpressionSyntax =>
            At(node, "IH002", "a mapping does not wait; ask for what it needs with Link, Find or reads"),
        _ => null,
    };

    private static bool IsSharedState(FieldDeclarationSyntax field) =>
        field.Modifiers.Any(SyntaxKind.StaticKeyword) && !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword);

    private static ScriptFinding At(SyntaxNode node, string code, string text)
    {
        var at = node.GetLocation().GetMappedLineSpan();
        return new ScriptFinding(Path.GetFileName(at.Path), at.StartLinePosition.Line + 1,
            at.StartLinePosition.Character + 1, code, text);
    }
}
