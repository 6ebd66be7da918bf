using System.Text;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Cuts a query into tokens.</summary>
internal static class Tokenizer
{
    /// <exception cref="QueryFault">A quote is left open, or a character belongs to nothing.</exception>
    public static List<Token> Tokens(string query)
    {
        var tokens = new List<Token>();
        var at = 0;
        while (at < query.Length)
        {
            var first = query[at];
            if (char.IsWhiteSpace(first))
            {
                at++;
            }
            else if (first is '\'' or '"')
            {
                tokens.Add(Quoted(query, ref at));
            }
            else if (char.IsAsciiDigit(first))
            {
                tokens.Add(new Token(TokenKind.Number, While(query, ref at, c => char.IsAsciiDigit(c) || c == '.')));
            }
            else if (char.IsLetter(first) || first == '_')
            {
                tokens.Add(new Token(TokenKind.Word, While(query, ref at, c => char.IsLetterOrDigit(c) || c == '_')));
            }
            else
            {
                tokens.Add(Symbol(query, ref at));
            }
        }

        tokens.Add(new Token(TokenKind.End, ""));
        return tokens;
    }

    private static string While(string query, ref int at, Func<char, bool> belongs)
    {
        var start = at;
        while (at < query.Length && belongs(query[at]))
        {
            at++;
        }

        return query[start..at];
    }

    private static Token Quoted(string query, ref int at)
    {
        var quote = query[at++];
        var text = new StringBuilder();
        while (at < query.Length)
        {
            if (query[at] != quote)
            {
                text.Append(query[at++]);
            }
            else if (at + 1 < query.Length && query[at + 1] == quote)
            {
                text.Append(quote);
                at += 2;
            }
            else
            {
                at++;
                return new Token(quote == '\'' ? TokenKind.Text : TokenKind.Word, text.ToString());
            }
        }

        throw new QueryFault("Quoted text is not closed.");
    }

    private static Token Symbol(string query, ref int at)
    {
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(query, at, symbol, 0, symbol.Length) == 0)
            {
                at += symbol.Length;
                return new Token(TokenKind.Symbol, symbol);
            }
        }

        throw new QueryFault($"Invalid character '{query[at]}'.");
    }

    // The longer ones first.
    private static readonly string[] Symbols =
        ["<>", "!=", "<=", ">=", "||", "=", "<", ">", "(", ")", ",", ".", "+", "-", "*", "/"];
}
