using System.Globalization;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Parses expressions and conditions, the loosest operator first.</summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    private int _depth;

    public Expression Parse()
    {
        if (++_depth > NestingMax)
        {
            throw new QueryFault($"The query is nested more than {NestingMax} deep.");
        }

        var left = And();
        while (tokens.Take("OR"))
        {
            left = new Expression.Binary("OR", left, And());
        }

        _depth--;
        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (tokens.Take("AND"))
        {
            left = new Expression.Binary("AND", left, Not());
        }

        return left;
    }

    private Expression Not()
    {
        var negated = false;
        while (tokens.Take("NOT"))
        {
            negated = !negated;
        }

        var condition = Comparison();
        return negated ? new Expression.Negated(condition) : condition;
    }

    private Expression Comparison()
    {
        var left = Sum();
        foreach (var symbol in Comparisons)
        {
            if (tokens.Take(symbol))
            {
                return new Expression.Binary(symbol == "!=" ? "<>" : symbol, left, Sum());
            }
        }

        if (tokens.Take("IS"))
        {
            var present = tokens.Take("NOT");
            tokens.Expect("NULL");
            return Negate(present, new Expression.Absent(left));
        }

        var negated = tokens.Take("NOT");
        return tokens.Take("IN") ? Negate(negated, new Expression.OneOf(left, Bracketed()))
            : tokens.Take("LIKE") ? Negate(negated, new Expression.Binary("LIKE", left, Sum()))
            : tokens.Take("BETWEEN") ? Negate(negated, Between(left))
            : negated ? throw tokens.Unexpected()
            : left;
    }

    // Measured at NetSuite: the upper end does not belong to it.
    private Expression.Binary Between(Expression operand)
    {
        var from = new Expression.Binary(">=", operand, Sum());
        tokens.Expect("AND");
        return new Expression.Binary("AND", from, new Expression.Binary("<", operand, Sum()));
    }

    private Expression Sum()
    {
        var left = Product();
        while (tokens.Current.Is("+") || tokens.Current.Is("-") || tokens.Current.Is("||"))
        {
            left = new Expression.Binary(tokens.Next().Text, left, Product());
        }

        return left;
    }

    private Expression Product()
    {
        var left = Primary();
        while (tokens.Current.Is("*") || tokens.Current.Is("/"))
        {
            left = new Expression.Binary(tokens.Next().Text, left, Primary());
        }

        return left;
    }

    private Expression Primary()
    {
        var sign = 1;
        while (tokens.Take("-"))
        {
            sign = -sign;
        }

        var token = tokens.Current;
        if (token.Kind == TokenKind.Number)
        {
            tokens.Next();
            return decimal.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? new Expression.Literal(sign * number)
                : throw new QueryFault($"Invalid number '{token.Text}'.");
        }

        var operand = Operand(token);
        return sign < 0 ? new Expression.Binary("-", new Expression.Literal(0m), operand) : operand;
    }

    private Expression Operand(Token token)
    {
        if (token.Kind == TokenKind.Text)
        {
            return new Expression.Literal(tokens.Next().Text is { Length: > 0 } text ? text : null);
        }

        if (tokens.Take("("))
        {
            var inner = Parse();
            tokens.Expect(")");
            return inner;
        }

        return tokens.Take("NULL") ? new Expression.Literal(null) : Named();
    }

    private Expression Named()
    {
        var name = tokens.Name();
        var second = tokens.Take(".") ? tokens.Name() : null;
        if (tokens.Current.Is("("))
        {
            var function = second is null ? name : $"{name}.{second}";
            return new Expression.Call(function.ToUpperInvariant(), Bracketed());
        }

        return second is not null ? new Expression.Column(name.ToLowerInvariant(), second.ToLowerInvariant())
            : Constants.Contains(name.ToUpperInvariant()) ? new Expression.Call(name.ToUpperInvariant(), [])
            : QueryParser.IsReserved(name) ? throw new QueryFault($"Unexpected '{name}'.")
            : new Expression.Column(null, name.ToLowerInvariant());
    }

    private List<Expression> Bracketed()
    {
        var values = new List<Expression>();
        tokens.Expect("(");
        do
        {
            values.Add(Parse());
        }
        while (tokens.Take(","));
        tokens.Expect(")");
        return values;
    }

    private static Expression Negate(bool negated, Expression condition) =>
        negated ? new Expression.Negated(condition) : condition;

    private static readonly string[] Comparisons = ["=", "<>", "!=", "<=", ">=", "<", ">"];
    private static readonly string[] Constants = ["SYSDATE", "CURRENT_TIMESTAMP"];
    private const int NestingMax = 100;
}
