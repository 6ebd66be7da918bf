namespace IntegrationHost.Simulators.Shopify.GraphQl;

/// <summary>The search syntax of <c>query:</c> arguments, as far as it is played: <c>field:value</c>,
/// <c>field:'quoted'</c>, comparisons <c>&gt; &gt;= &lt; &lt;=</c>, joined by AND (or a space) and OR, with
/// brackets.</summary>
internal sealed class SearchQuery
{
    private readonly string _text;
    private int _at;

    private SearchQuery(string text) => _text = text;

    /// <summary>A test for records, given how a field of a record reads.</summary>
    public static Func<Func<string, string?>, bool> Parse(string text)
    {
        var parser = new SearchQuery(text);
        var test = parser.Any();
        parser.Spaces();
        return parser._at == text.Length ? test : throw parser.Wrong();
    }

    private Func<Func<string, string?>, bool> Any()
    {
        var left = All();
        while (Word("OR"))
        {
            var (one, other) = (left, All());
            left = read => one(read) || other(read);
        }

        return left;
    }

    private Func<Func<string, string?>, bool> All()
    {
        var left = Term();
        while (true)
        {
            Spaces();
            if (_at == _text.Length || _text[_at] == ')' || Peek("OR"))
            {
                return left;
            }

            Word("AND");
            var (one, other) = (left, Term());
            left = read => one(read) && other(read);
        }
    }

    private Func<Func<string, string?>, bool> Term()
    {
        Spaces();
        if (_at < _text.Length && _text[_at] == '(')
        {
            _at++;
            var inner = Any();
            Spaces();
            if (_at == _text.Length || _text[_at++] != ')')
            {
                throw Wrong();
            }

            return inner;
        }

        var colon = _text.IndexOf(':', _at);
        if (colon < 0)
        {
            throw Wrong();
        }

        var field = _text[_at..colon];
        _at = colon + 1;
        var comparison = Comparison();
        var value = Value();
        return read => Holds(read(field), comparison, value);
    }

    private static bool Holds(string? actual, string comparison, string value)
    {
        if (actual is null)
        {
            return false;
        }

        var order = DateTimeOffset.TryParse(
            actual, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var one)
            && DateTimeOffset.TryParse(value, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var other)
            ? one.CompareTo(other)
            : string.Compare(actual, value, StringComparison.OrdinalIgnoreCase);
        return comparison switch
        {
            ">=" => order >= 0,
            ">" => order > 0,
            "<=" => order <= 0,
            "<" => order < 0,
            _ => order == 0,
        };
    }

    private string Comparison()
    {
        foreach (var comparison in new[] { ">=", "<=", ">", "<" })
        {
            if (_text.AsSpan(_at).StartsWith(comparison))
            {
                _at += comparison.Length;
                return comparison;
            }
        }

        return "=";
    }

    private string Value()
    {
        if (_at < _text.Length && _text[_at] is '\'' or '"')
        {
            var quote = _text[_at++];
            var value = new System.Text.StringBuilder();
            while (_at < _text.Length && _text[_at] != quote)
            {
                if (_text[_at] == '\\' && _at + 1 < _text.Length)
                {
                    _at++;
                }

                value.Append(_text[_at++]);
            }

            _at++;
            return value.ToString();
        }

        var from = _at;
        while (_at < _text.Length && _text[_at] is not (' ' or ')'))
        {
            _at++;
        }

        return _text[from.._at];
    }

    private void Spaces()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    private bool Peek(string word) => _text.AsSpan(_at).StartsWith(word)
        && (_at + word.Length == _text.Length || _text[_at + word.Length] is ' ' or '(');

    private bool Word(string word)
    {
        Spaces();
        if (!Peek(word))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private GraphQlError Wrong() => new("INVALID_SEARCH", $"the search '{_text}' cannot be read at {_at}");
}
