namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>A keyword or a name.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A quoted text.</summary>
    Text,

    /// <summary>An operator or a bracket.</summary>
    Symbol,

    /// <summary>Behind the last one.</summary>
    End,
}
