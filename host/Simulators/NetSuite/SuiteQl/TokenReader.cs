using System.Globalization;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Walks along the tokens of a query.</summary>
internal sealed class TokenReader(List<Token> tokens)
{
    private int _at;

    public Token Current => tokens[_at];

    public Token Next() => tokens[_at].Kind == TokenKind.End ? tokens[_at] : tokens[_at++];

    /// <summary>Takes the keyword or symbol if it is next.</summary>
    public bool Take(string keyword)
    {
        if (!Current.Is(keyword))
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Takes several keywords, or none of them.</summary>
    public bool Take(string first, string second)
    {
        if (!Current.Is(first) || !tokens[_at + 1].Is(second))
        {
            return false;
        }

        _at += 2;
        return true;
    }

    public void Expect(params string[] keywords)
    {
        foreach (var keyword in keywords)
        {
            if (!Take(keyword))
            {
                throw Unexpected();
            }
        }
    }

    public string Name() => Current.Kind == TokenKind.Word ? Next().Text : throw Unexpected();

    public int Count() => Current.Kind == TokenKind.Number
        && int.TryParse(Current.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? Counted(count)
        : throw Unexpected();

    public QueryFault Unexpected() =>
        new(Current.Kind == TokenKind.End ? "Unexpected end of query." : $"Unexpected '{Current.Text}'.");

    private int Counted(int count)
    {
        _at++;
        return count;
    }
}
