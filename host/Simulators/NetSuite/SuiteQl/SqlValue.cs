using System.Globalization;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Values are null, decimal, string, bool or a local DateTime. Compares and prints them.</summary>
internal static class SqlValue
{
    /// <summary>Less than, equal to or greater than 0; null where one of them is NULL.</summary>
    public static int? Compare(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => null,
        (decimal one, decimal other) => one.CompareTo(other),
        (DateTime one, DateTime other) => one.CompareTo(other),
        (DateTime one, string other) => one.CompareTo(Date(other)),
        (string one, DateTime other) => Date(one).CompareTo(other),
        (decimal one, string other) when Number(other) is { } number => one.CompareTo(number),
        (string one, decimal other) when Number(one) is { } number => number.CompareTo(other),
        _ => string.CompareOrdinal(Text(left), Text(right)),
    };

    /// <summary>As it stands in an answer: a date without its time, in the account's format.</summary>
    public static string? Text(object? value) => value switch
    {
        null or "" => null,
        decimal number => number.ToString("0.############################", CultureInfo.InvariantCulture),
        DateTime date => date.ToString(DateFormat, CultureInfo.InvariantCulture),
        bool flag => flag ? "T" : "F",
        _ => (string)value,
    };

    public static decimal? Number(object? value) => value switch
    {
        decimal number => number,
        string text when decimal.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>Equal for values that may be equal, whatever their types.</summary>
    public static object? HashKey(object? value) => Number(value) is { } number ? number
        : value is DateTime ? value
        : Text(value);

    private static DateTime Date(string text) =>
        DateTime.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new QueryFault($"'{text}' is no date in the account's format.");

    private const string DateFormat = "M/d/yyyy";
}
