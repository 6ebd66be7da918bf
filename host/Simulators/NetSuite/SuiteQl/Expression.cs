namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>An expression or condition as parsed. A closed set.</summary>
internal abstract record Expression
{
    private Expression()
    {
    }

    /// <summary>A number (decimal), a text or NULL.</summary>
    public sealed record Literal(object? Value) : Expression;

    /// <summary>A column, with the alias of its table where the query says it.</summary>
    public sealed record Column(string? Table, string Name) : Expression;

    /// <summary>A function by its upper-cased name.</summary>
    public sealed record Call(string Function, IReadOnlyList<Expression> Arguments) : Expression;

    /// <summary>Two operands: AND, OR, a comparison, arithmetic, LIKE or <c>||</c>.</summary>
    public sealed record Binary(string Operator, Expression Left, Expression Right) : Expression;

    /// <summary>NOT.</summary>
    public sealed record Negated(Expression Operand) : Expression;

    /// <summary>IN with a list.</summary>
    public sealed record OneOf(Expression Operand, IReadOnlyList<Expression> Values) : Expression;

    /// <summary>IS NULL.</summary>
    public sealed record Absent(Expression Operand) : Expression;

    /// <summary>The parts of a chain of ANDs.</summary>
    public IEnumerable<Expression> Conjuncts() =>
        this is Binary { Operator: "AND" } and ? and.Left.Conjuncts().Concat(and.Right.Conjuncts()) : [this];

    /// <summary>Every column within.</summary>
    public IEnumerable<Column> Columns() => this switch
    {
        Column column => [column],
        Call call => call.Arguments.SelectMany(argument => argument.Columns()),
        Binary binary => binary.Left.Columns().Concat(binary.Right.Columns()),
        Negated negated => negated.Operand.Columns(),
        OneOf oneOf => oneOf.Values.Prepend(oneOf.Operand).SelectMany(value => value.Columns()),
        Absent absent => absent.Operand.Columns(),
        _ => [],
    };
}
