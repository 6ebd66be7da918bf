namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>One word of a query. Text tokens are unquoted already.</summary>
internal readonly record struct Token(TokenKind Kind, string Text)
{
    public bool Is(string keyword) =>
        Kind is TokenKind.Word or TokenKind.Symbol && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
