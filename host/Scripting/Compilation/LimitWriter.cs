using System.Text;
using IntegrationHost.Mapping;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace IntegrationHost.Scripting.Compilation;

/// <summary>Writes the calls of <see cref="ScriptLimits"/> into a script: at the begin of every turn of a loop and of
/// every function. All stays on its line, so that a fault still names the line of the script; columns move, so texts
/// are judged before. Not reached: what loops inside the framework, and a lambda of one expression that calls
/// itself.</summary>
internal sealed class LimitWriter : CSharpSyntaxRewriter
{
    private const string Limits = $"global::IntegrationHost.Mapping.{nameof(ScriptLimits)}";

    private static readonly StatementSyntax Step = ParseStatement($"{Limits}.{nameof(ScriptLimits.Step)}();");
    private static readonly StatementSyntax Enter = ParseStatement($"{Limits}.{nameof(ScriptLimits.Enter)}();");

    /// <summary>The text with the calls in it.</summary>
    public static byte[] Write(byte[] script, CSharpParseOptions options)
    {
        var tree = CSharpSyntaxTree.ParseText(Encoding.UTF8.GetString(script), options);
        return Encoding.UTF8.GetBytes(new LimitWriter().Visit(tree.GetRoot()).ToFullString());
    }

    public override SyntaxNode? VisitWhileStatement(WhileStatementSyntax node) =>
        base.VisitWhileStatement(node.WithStatement(Turn(node.Statement)));

    public override SyntaxNode? VisitDoStatement(DoStatementSyntax node) =>
        base.VisitDoStatement(node.WithStatement(Turn(node.Statement)));

    public override SyntaxNode? VisitForStatement(ForStatementSyntax node) =>
        base.VisitForStatement(node.WithStatement(Turn(node.Statement)));

    public override SyntaxNode? VisitForEachStatement(ForEachStatementSyntax node) =>
        base.VisitForEachStatement(node.WithStatement(Turn(node.Statement)));

    public override SyntaxNode? VisitForEachVariableStatement(ForEachVariableStatementSyntax node) =>
        base.VisitForEachVariableStatement(node.WithStatement(Turn(node.Statement)));

    public override SyntaxNode? VisitLabeledStatement(LabeledStatementSyntax node) =>
        base.VisitLabeledStatement(node.WithStatement(Turn(node.Statement)));

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) =>
        base.VisitParenthesizedLambdaExpression(node.Block is { } body ? node.WithBlock(Begin(body, Enter)) : node);

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) =>
        base.VisitSimpleLambdaExpression(node.Block is { } body ? node.WithBlock(Begin(body, Enter)) : node);

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node) =>
        base.VisitMethodDeclaration(node switch
        {
            { Body: { } body } => node.WithBody(Begin(body, Enter)),
            { ExpressionBody: { Expression: not RefExpressionSyntax } body } => node
                .WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(Block(body, node.SemicolonToken, IsVoid(node.ReturnType))),
            _ => node,
        });

    public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) =>
        base.VisitLocalFunctionStatement(node switch
        {
            { Body: { } body } => node.WithBody(Begin(body, Enter)),
            { ExpressionBody: { Expression: not RefExpressionSyntax } body } => node
                .WithExpressionBody(null).WithSemicolonToken(default)
                .WithBody(Block(body, node.SemicolonToken, IsVoid(node.ReturnType))),
            _ => node,
        });

    private static bool IsVoid(TypeSyntax type) =>
        type is PredefinedTypeSyntax predefined && predefined.Keyword.IsKind(SyntaxKind.VoidKeyword);

    private static BlockSyntax Turn(StatementSyntax body) =>
        body is BlockSyntax block ? Begin(block, Step) : SyntaxFactory.Block(Step, body);

    private static BlockSyntax Begin(BlockSyntax block, StatementSyntax first) =>
        block.WithStatements(block.Statements.Insert(0, first));

    // "=> a" becomes "{ Enter(); return a; }", with the line breaks it had.
    private static BlockSyntax Block(ArrowExpressionClauseSyntax arrow, SyntaxToken end, bool isVoid)
    {
        StatementSyntax body = arrow.Expression switch
        {
            ThrowExpressionSyntax thrown => ThrowStatement(
                thrown.ThrowKeyword, thrown.Expression, Token(SyntaxKind.SemicolonToken)),
            var call when isVoid => ExpressionStatement(call),
            var value => ReturnStatement(
                Token(TriviaList(), SyntaxKind.ReturnKeyword, TriviaList(Space)), value,
                Token(SyntaxKind.SemicolonToken)),
        };
        var open = Token(SyntaxKind.OpenBraceToken)
            .WithLeadingTrivia(arrow.ArrowToken.LeadingTrivia.AddRange(arrow.ArrowToken.TrailingTrivia));
        var close = Token(SyntaxKind.CloseBraceToken)
            .WithLeadingTrivia(end.LeadingTrivia).WithTrailingTrivia(end.TrailingTrivia);
        return SyntaxFactory.Block(open, List([Enter, body]), close);
    }
}
