using IntegrationHost.Records;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>Finds <c>["name"] = …</c> on records, in a script and what it loads.</summary>
internal static class FieldUses
{
    public static IEnumerable<FieldUse> In(SyntaxTree tree, SemanticModel model) =>
        tree.GetRoot().DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Select(assignment => UseOf(assignment, model)).OfType<FieldUse>();

    private static FieldUse? UseOf(AssignmentExpressionSyntax assignment, SemanticModel model)
    {
        if (NameOf(assignment) is not { } name || !IsOfRecord(assignment, model))
        {
            return null;
        }

        var path = name;
        var isWhole = false;
        for (var node = assignment.Parent; node is not null; node = node.Parent)
        {
            if (node is AssignmentExpressionSyntax outer && NameOf(outer) is { } around)
            {
                path = $"{around}.{path}";
            }
            else if (node is StatementSyntax or MemberDeclarationSyntax)
            {
                isWhole = node is ReturnStatementSyntax && !node.Ancestors().Any(IsFunction);
                break;
            }
        }

        var at = assignment.GetLocation().GetMappedLineSpan();
        return new FieldUse(path, isWhole, Path.GetFileName(at.Path), at.StartLinePosition.Line + 1,
            at.StartLinePosition.Character + 1);
    }

    private static string? NameOf(AssignmentExpressionSyntax assignment) => assignment.Left switch
    {
        ImplicitElementAccessSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax name }] } => name,
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax name }] } =>
            name,
        _ => null,
    } is { } literal && literal.IsKind(SyntaxKind.StringLiteralExpression) ? literal.Token.ValueText : null;

    // A dictionary is filled in the same way.
    private static bool IsOfRecord(AssignmentExpressionSyntax assignment, SemanticModel model)
    {
        ExpressionSyntax? filled = assignment.Left is ElementAccessExpressionSyntax access ? access.Expression
            : (assignment.Parent as InitializerExpressionSyntax)?.Parent as BaseObjectCreationExpressionSyntax;
        return filled is not null && model.GetTypeInfo(filled).Type?.Name == nameof(Record);
    }

    private static bool IsFunction(SyntaxNode node) =>
        node is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax;
}
