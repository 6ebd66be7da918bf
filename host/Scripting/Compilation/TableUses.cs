using IntegrationHost.Mapping;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>Finds <c>Table("name", …)</c> in a script and what it loads.</summary>
internal static class TableUses
{
    public static IEnumerable<TableUse> In(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Select(UseOf).OfType<TableUse>();

    private static TableUse? UseOf(InvocationExpressionSyntax call)
    {
        if (call is not
            {
                Expression: IdentifierNameSyntax { Identifier.Text: nameof(MappingScript.Table) },
                ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax name }, ..],
            } || !name.IsKind(SyntaxKind.StringLiteralExpression))
        {
            return null;
        }

        var at = call.GetLocation().GetMappedLineSpan();
        return new TableUse(name.Token.ValueText, Path.GetFileName(at.Path), at.StartLinePosition.Line + 1,
            at.StartLinePosition.Character + 1);
    }
}
