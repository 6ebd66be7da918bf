namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Makes expressions ready to run. Conditions are true, false or - because of a NULL - null.</summary>
internal sealed class ExpressionCompiler(Scope scope, DateTime now)
{
    public Compiled Compile(Expression expression) => expression switch
    {
        Expression.Literal literal => _ => literal.Value,
        Expression.Column column => ColumnOf(column, scope.TableAt(scope.PlaceOf(column)).Value(column.Name)),
        Expression.Call call => CallOf(call),
        Expression.Negated negated => Negated(Compile(negated.Operand)),
        Expression.OneOf oneOf => OneOf(oneOf),
        Expression.Absent absent when Compile(absent.Operand) is var operand => row =>
            SqlValue.Text(operand(row)) is null ? True : False,
        Expression.Binary binary => Binary(binary.Operator, Compile(binary.Left), Compile(binary.Right)),
        _ => throw new QueryFault("Unsupported expression."),
    };

    /// <summary>A filter that lets through what is true.</summary>
    public Func<object?[], bool> Condition(IEnumerable<Expression> conjuncts)
    {
        var conditions = conjuncts.Select(Compile).ToArray();
        return row =>
        {
            foreach (var condition in conditions)
            {
                if (condition(row) is not true)
                {
                    return false;
                }
            }

            return true;
        };
    }

    private Compiled ColumnOf(Expression.Column column, Func<object, object?> value)
    {
        var place = scope.PlaceOf(column);
        return row => row[place] is { } source ? value(source) : null;
    }

    private Compiled CallOf(Expression.Call call)
    {
        if (call is { Function: "BUILTIN.DF", Arguments: [Expression.Column column] })
        {
            return ColumnOf(column, scope.TableAt(scope.PlaceOf(column)).Display(column.Name));
        }

        var arguments = call.Arguments.Select(Compile).ToArray();
        var function = SqlFunctions.Find(call.Function, arguments.Length, now);
        if (call.Arguments.All(argument => argument is Expression.Literal))
        {
            // Worked out at the first row, as a wrong format shows only where there is one.
            var constant = new Lazy<object?>(() => function([.. arguments.Select(argument => argument([]))]));
            return _ => constant.Value;
        }

        return row =>
        {
            var values = new object?[arguments.Length];
            for (var index = 0; index < values.Length; index++)
            {
                values[index] = arguments[index](row);
            }

            return function(values);
        };
    }

    private static Compiled Negated(Compiled operand) => row => operand(row) switch
    {
        true => False,
        false => True,
        _ => null,
    };

    private Compiled OneOf(Expression.OneOf oneOf)
    {
        var operand = Compile(oneOf.Operand);
        var values = oneOf.Values.Select(Compile).ToList();
        if (!oneOf.Values.All(value => value is Expression.Literal { Value: not null }))
        {
            return values.Select(value => Binary("=", operand, value)).Aggregate((one, other) =>
                Binary("OR", one, other));
        }

        var byKey = oneOf.Values.Cast<Expression.Literal>().Select(literal => literal.Value)
            .ToLookup(value => SqlValue.HashKey(value));
        return row => operand(row) switch
        {
            null or "" => null,
            DateTime date => byKey.SelectMany(group => group).Any(value => SqlValue.Compare(date, value) == 0)
                ? True : False,
            var given => byKey[SqlValue.HashKey(given)].Any(value => SqlValue.Compare(given, value) == 0)
                ? True : False,
        };
    }

    private static Compiled Binary(string symbol, Compiled left, Compiled right) => symbol switch
    {
        "AND" => row => left(row) switch
        {
            false => False,
            var first => Both(first, right(row)),
        },
        "OR" => row => left(row) switch
        {
            true => True,
            var first => Either(first, right(row)),
        },
        "=" => Compared(left, right, order => order == 0),
        "<>" => Compared(left, right, order => order != 0),
        "<" => Compared(left, right, order => order < 0),
        "<=" => Compared(left, right, order => order <= 0),
        ">" => Compared(left, right, order => order > 0),
        ">=" => Compared(left, right, order => order >= 0),
        "LIKE" => row => (SqlValue.Text(left(row)), SqlValue.Text(right(row))) is ({ } text, { } pattern)
            ? LikePattern.Matches(text, pattern) ? True : False
            : null,
        "||" => row => $"{SqlValue.Text(left(row))}{SqlValue.Text(right(row))}",
        _ => row => SqlFunctions.Arithmetic(symbol, left(row), right(row)),
    };

    private static Compiled Compared(Compiled left, Compiled right, Func<int, bool> holds) => row =>
        SqlValue.Compare(Absent(left(row)), Absent(right(row))) is { } order ? holds(order) ? True : False : null;

    // To Oracle an empty text is NULL.
    private static object? Absent(object? value) => value is "" ? null : value;

    private static object? Both(object? left, object? right) =>
        right is false ? False : left is true && right is true ? True : null;

    private static object? Either(object? left, object? right) =>
        right is true ? True : left is false && right is false ? False : null;

    private static readonly object True = true;
    private static readonly object False = false;
}
