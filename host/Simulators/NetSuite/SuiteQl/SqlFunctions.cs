namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>The functions that queries may call.</summary>
internal static class SqlFunctions
{
    /// <exception cref="QueryFault">There is none of this name for so many arguments.</exception>
    public static Func<object?[], object?> Find(string name, int arguments, DateTime now) => (name, arguments) switch
    {
        ("SYSDATE" or "CURRENT_TIMESTAMP", 0) => _ => now,
        ("TO_CHAR", 1) => values => SqlValue.Text(values[0]),
        ("TO_CHAR", 2) => values => values[0] switch
        {
            null => null,
            DateTime date => DateFormat.Print(date, Format(values[1])),
            var other => SqlValue.Text(other),
        },
        ("TO_TIMESTAMP" or "TO_DATE", 2) => values => values[0] switch
        {
            null => null,
            DateTime date => date,
            var other => DateFormat.Read(SqlValue.Text(other) ?? "", Format(values[1])),
        },
        ("NVL", 2) => values => SqlValue.Text(values[0]) is null ? values[1] : values[0],
        ("LOWER", 1) => values => SqlValue.Text(values[0])?.ToLowerInvariant(),
        ("UPPER", 1) => values => SqlValue.Text(values[0])?.ToUpperInvariant(),
        ("TRUNC", 1) => values => values[0] is DateTime date ? date.Date
            : SqlValue.Number(values[0]) is { } number ? decimal.Truncate(number)
            : null,
        _ => throw new QueryFault($"Function '{name}' with {arguments} arguments is not supported."),
    };

    /// <summary>Numbers; and days added to or taken from a date.</summary>
    public static object? Arithmetic(string symbol, object? left, object? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        if (left is DateTime date && SqlValue.Number(right) is { } days && (symbol is "+" or "-"))
        {
            return date.AddSeconds((double)Math.Round((symbol == "+" ? days : -days) * SecondsPerDay));
        }

        return (symbol, SqlValue.Number(left), SqlValue.Number(right)) switch
        {
            ("+", { } one, { } other) => one + other,
            ("-", { } one, { } other) => one - other,
            ("*", { } one, { } other) => one * other,
            ("/", { } one, { } other) when other != 0 => one / other,
            _ => throw new QueryFault("Invalid number."),
        };
    }

    private static string Format(object? value) => value as string ?? throw new QueryFault("Invalid date format.");

    private const int SecondsPerDay = 86_400;
}
