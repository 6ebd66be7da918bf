namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Brings one more table to rows that are there already: by hash where the condition has an equality between
/// the two sides, by comparison with every row otherwise.</summary>
internal sealed class JoinRunner(Scope scope, ExpressionCompiler compiler, Joined join, int place)
{
    public IEnumerable<object?[]> Run(IEnumerable<object?[]> left)
    {
        var conjuncts = join.On.Conjuncts().ToList();
        var own = compiler.Condition(conjuncts.Where(IsOwn));
        var whole = compiler.Condition(conjuncts.Where(condition => !IsOwn(condition)));
        var keys = conjuncts.Select(Equality).FirstOrDefault(pair => pair is not null);
        if (keys is { Right: Expression.Column column } && scope.TableAt(place).IndexOf(column.Name) is { } index)
        {
            return Indexed(left, compiler.Compile(keys.Value.Left),
                key => index(key).Select(Alone).Where(own), whole);
        }

        var candidates = scope.TableAt(place).Rows.Select(Alone).Where(own);
        return keys is { } pair
            ? Hashed(left, candidates, compiler.Compile(pair.Left), compiler.Compile(pair.Right), whole)
            : Nested(left, [.. candidates], whole);
    }

    private IEnumerable<object?[]> Indexed(IEnumerable<object?[]> left, Compiled leftKey,
        Func<decimal, IEnumerable<object?[]>> index, Func<object?[], bool> whole) => left.SelectMany(row =>
    {
        var key = leftKey(row) switch
        {
            decimal number => number,
            string text => SqlValue.Number(text),
            _ => null,
        };
        return Matches(row, key is { } known ? index(known) : [], whole);
    });

    private IEnumerable<object?[]> Hashed(
        IEnumerable<object?[]> left, IEnumerable<object?[]> candidates, Compiled leftKey, Compiled rightKey,
        Func<object?[], bool> whole)
    {
        var byKey = candidates.ToLookup(row => SqlValue.HashKey(rightKey(row)));
        foreach (var row in left)
        {
            var key = SqlValue.HashKey(leftKey(row));
            foreach (var joined in Matches(row, key is null ? [] : byKey[key], whole))
            {
                yield return joined;
            }
        }
    }

    private IEnumerable<object?[]> Nested(
        IEnumerable<object?[]> left, List<object?[]> candidates, Func<object?[], bool> whole) =>
        left.SelectMany(row => Matches(row, candidates, whole));

    private IEnumerable<object?[]> Matches(
        object?[] row, IEnumerable<object?[]> candidates, Func<object?[], bool> whole)
    {
        var any = false;
        foreach (var candidate in candidates)
        {
            var joined = (object?[])row.Clone();
            joined[place] = candidate[place];
            if (whole(joined))
            {
                any = true;
                yield return joined;
            }
        }

        if (!any && join.Left)
        {
            yield return row;
        }
    }

    private object?[] Alone(object source)
    {
        var row = new object?[scope.Count];
        row[place] = source;
        return row;
    }

    private bool IsOwn(Expression condition) =>
        scope.LastPlaceOf(condition) == place && scope.FirstPlaceOf(condition) == place;

    private (Expression Left, Expression Right)? Equality(Expression condition) =>
        condition is not Expression.Binary { Operator: "=" } equality ? null
        : IsOwn(equality.Right) && IsEarlier(equality.Left) ? (equality.Left, equality.Right)
        : IsOwn(equality.Left) && IsEarlier(equality.Right) ? (equality.Right, equality.Left)
        : null;

    private bool IsEarlier(Expression expression) => scope.LastPlaceOf(expression) is >= 0 and var last && last < place;
}
