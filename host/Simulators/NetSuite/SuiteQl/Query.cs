namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>A SELECT as parsed.</summary>
internal sealed record Query(
    bool Distinct, IReadOnlyList<Selected> Columns, Source From, IReadOnlyList<Joined> Joins, Expression? Where,
    IReadOnlyList<Ordering> OrderBy, int? FetchFirst);

/// <summary>A column of the answer, with its lower-cased name.</summary>
internal sealed record Selected(Expression Expression, string Name);

/// <summary>A table and what the query calls it.</summary>
internal sealed record Source(string Table, string Alias);

/// <summary>A further table.</summary>
internal sealed record Joined(Source Source, bool Left, Expression On);

/// <summary>One key of the order.</summary>
internal sealed record Ordering(Expression Expression, bool Descending);
