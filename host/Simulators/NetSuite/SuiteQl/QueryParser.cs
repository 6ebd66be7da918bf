using System.Globalization;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Parses a SELECT.</summary>
internal sealed class QueryParser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;

    private QueryParser(string query)
    {
        _tokens = new TokenReader(Tokenizer.Tokens(query));
        _expressions = new ExpressionParser(_tokens);
    }

    /// <exception cref="QueryFault">It is no SELECT as SuiteQL knows it.</exception>
    public static Query Parse(string query) => new QueryParser(query).Select();

    public static bool IsReserved(string word) => Reserved.Contains(word.ToUpperInvariant());

    private Query Select()
    {
        _tokens.Expect("SELECT");
        var distinct = _tokens.Take("DISTINCT");
        var columns = Columns();
        _tokens.Expect("FROM");
        var from = Source();
        var joins = Joins();
        var where = _tokens.Take("WHERE") ? _expressions.Parse() : null;
        var orderBy = _tokens.Take("ORDER", "BY") ? OrderBy() : [];
        var fetchFirst = _tokens.Take("FETCH") ? FetchFirst() : (int?)null;
        return _tokens.Current.Kind == TokenKind.End
            ? new Query(distinct, columns, from, joins, where, orderBy, fetchFirst)
            : throw _tokens.Unexpected();
    }

    private List<Selected> Columns()
    {
        var columns = new List<Selected>();
        do
        {
            var expression = _expressions.Parse();
            var alias = _tokens.Take("AS") ? _tokens.Name() : Alias();
            var name = alias ?? (expression as Expression.Column)?.Name
                ?? string.Create(CultureInfo.InvariantCulture, $"expr{columns.Count + 1}");
            columns.Add(new Selected(expression, name.ToLowerInvariant()));
        }
        while (_tokens.Take(","));
        return columns;
    }

    private string? Alias() =>
        _tokens.Current.Kind == TokenKind.Word && !IsReserved(_tokens.Current.Text) ? _tokens.Next().Text : null;

    private Source Source()
    {
        var table = _tokens.Name().ToLowerInvariant();
        var alias = _tokens.Take("AS") ? _tokens.Name() : Alias();
        return new Source(table, (alias ?? table).ToLowerInvariant());
    }

    private List<Joined> Joins()
    {
        var joins = new List<Joined>();
        while (true)
        {
            var left = _tokens.Take("LEFT");
            _tokens.Take(left ? "OUTER" : "INNER");

            if (!_tokens.Take("JOIN"))
            {
                return left ? throw _tokens.Unexpected() : joins;
            }

            var source = Source();
            _tokens.Expect("ON");
            joins.Add(new Joined(source, left, _expressions.Parse()));
        }
    }

    private List<Ordering> OrderBy()
    {
        var keys = new List<Ordering>();
        do
        {
            var key = _expressions.Parse();
            var descending = _tokens.Take("DESC");
            if (!descending)
            {
                _tokens.Take("ASC");
            }

            keys.Add(new Ordering(key, descending));
        }
        while (_tokens.Take(","));
        return keys;
    }

    private int FetchFirst()
    {
        if (!_tokens.Take("FIRST"))
        {
            _tokens.Expect("NEXT");
        }

        var rows = _tokens.Count();
        if (!_tokens.Take("ROWS"))
        {
            _tokens.Expect("ROW");
        }

        _tokens.Expect("ONLY");
        return rows;
    }

    private static readonly HashSet<string> Reserved =
    [
        "SELECT", "DISTINCT", "FROM", "WHERE", "JOIN", "LEFT", "INNER", "OUTER", "ON", "ORDER", "BY", "FETCH", "FIRST",
        "NEXT", "ROWS", "ONLY", "AS", "AND", "OR", "NOT", "IN", "LIKE", "BETWEEN", "IS", "NULL", "ASC", "DESC", "LIMIT",
    ];
}
