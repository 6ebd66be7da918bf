namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Runs a query: filters the first table, joins the others, filters, sorts, cuts.</summary>
internal sealed class QueryRunner(VirtualTables tables, DateTime now)
{
    /// <summary>A page of the answer and how many rows there are in all. A cell is null where it is NULL.</summary>
    /// <exception cref="QueryFault">A table, column or function does not exist, or a value does not fit.</exception>
    public (IReadOnlyList<string?[]> Rows, int Total) Run(Query query, int offset, int limit)
    {
        var scope = ScopeOf(query);
        var compiler = new ExpressionCompiler(scope, now);
        var columns = query.Columns.Select(column => compiler.Compile(column.Expression)).ToArray();
        var keys = query.OrderBy.Select(key => (Key: compiler.Compile(Resolved(key, query)), key.Descending)).ToList();
        var joined = Joined(query, scope, compiler);
        var found = keys.Count > 0 ? Sorted(joined, keys) : joined;

        if (!query.Distinct)
        {
            var all = found.Take(Math.Min(query.FetchFirst ?? RowsMax, RowsMax)).ToList();
            return ([.. all.Skip(offset).Take(limit).Select(row => Cells(row, columns))], all.Count);
        }

        var distinct = found.Select(row => Cells(row, columns))
            .DistinctBy(cells => string.Join('\u001f', cells.Select(cell => cell ?? "\u001e")))
            .Take(Math.Min(query.FetchFirst ?? RowsMax, RowsMax)).ToList();
        return ([.. distinct.Skip(offset).Take(limit)], distinct.Count);
    }

    private Scope ScopeOf(Query query)
    {
        var scope = new Scope();
        scope.Add(query.From.Alias, tables.Table(query.From.Table));
        foreach (var join in query.Joins)
        {
            scope.Add(join.Source.Alias, tables.Table(join.Source.Table));
        }

        return scope;
    }

    private static IEnumerable<object?[]> Joined(Query query, Scope scope, ExpressionCompiler compiler)
    {
        var conjuncts = query.Where?.Conjuncts().ToList() ?? [];
        var early = compiler.Condition(conjuncts.Where(condition => scope.LastPlaceOf(condition) <= 0));
        var late = compiler.Condition(conjuncts.Where(condition => scope.LastPlaceOf(condition) > 0));
        var rows = FirstRows(scope, conjuncts).Select(source =>
        {
            var row = new object?[scope.Count];
            row[0] = source;
            return row;
        }).Where(early);
        foreach (var (index, join) in query.Joins.Index())
        {
            rows = new JoinRunner(scope, compiler, join, index + 1).Run(rows);
        }

        return rows.Where(late);
    }

    private static IEnumerable<object> FirstRows(Scope scope, List<Expression> conjuncts)
    {
        foreach (var (column, values) in conjuncts.Select(Named).OfType<(Expression.Column, IEnumerable<decimal>)>())
        {
            if (scope.PlaceOf(column) == 0 && scope.TableAt(0).IndexOf(column.Name) is { } index)
            {
                return values.Distinct().Order().SelectMany(index);
            }
        }

        return scope.TableAt(0).Rows;
    }

    // A column that must have one of some numbers.
    private static (Expression.Column, IEnumerable<decimal>)? Named(Expression condition) => condition switch
    {
        Expression.OneOf { Operand: Expression.Column column } oneOf
            when oneOf.Values.All(value => value is Expression.Literal { Value: decimal }) =>
            (column, oneOf.Values.Select(value => (decimal)((Expression.Literal)value).Value!)),
        Expression.Binary
        {
            Operator: "=", Left: Expression.Column column, Right: Expression.Literal { Value: decimal number },
        } => (column, [number]),
        _ => null,
    };

    // An order may name a column of the answer by its alias or by its number.
    private static Expression Resolved(Ordering key, Query query) => key.Expression switch
    {
        Expression.Literal { Value: decimal number } when number >= 1 && number <= query.Columns.Count =>
            query.Columns[(int)number - 1].Expression,
        Expression.Column { Table: null } column
            when query.Columns.FirstOrDefault(selected => selected.Name == column.Name) is { } selected =>
            selected.Expression,
        var other => other,
    };

    private static IEnumerable<object?[]> Sorted(
        IEnumerable<object?[]> rows, List<(Compiled Key, bool Descending)> keys)
    {
        var keyed = rows.Select(row => (Row: row, Keys: keys.Select(key => key.Key(row)).ToArray()));
        // A stable sort, as the order of equal rows must not depend on the page; no more is sorted than is taken.
        return keyed.Order(Comparer<(object?[] Row, object?[] Keys)>.Create((one, other) =>
        {
            for (var index = 0; index < keys.Count; index++)
            {
                var order = Order(one.Keys[index], other.Keys[index]);
                if (order != 0)
                {
                    return keys[index].Descending ? -order : order;
                }
            }

            return 0;
        })).Select(entry => entry.Row);
    }

    // NULL comes last, and first in descending order.
    private static int Order(object? one, object? other) =>
        SqlValue.Compare(one, other) ?? (one is null ? other is null ? 0 : 1 : -1);

    private static string?[] Cells(object?[] row, Compiled[] columns) =>
        [.. columns.Select(column => SqlValue.Text(column(row)))];

    private const int RowsMax = 100_000;
}
