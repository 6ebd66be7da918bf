using System.Globalization;

namespace IntegrationHost.Plugins.NetSuite.SuiteQl;

/// <summary>Literals for query text. SuiteQL over REST has no parameters that are documented, so values go into the
/// text: only through these.</summary>
internal static class SuiteQlText
{
    public static string Quoted(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string QuotedList(IEnumerable<string> values) => string.Join(", ", values.Select(Quoted));

    /// <summary>Internal ids are digits; anything else is no record's id.</summary>
    public static bool IsId(string text) =>
        text.Length is > 0 and <= IdDigitsMax && text.All(char.IsAsciiDigit);

    /// <summary>Each id once, as a list; null where none is an id.</summary>
    public static string? IdList(IEnumerable<string> ids) =>
        string.Join(", ", ids.Where(IsId).Distinct()) is { Length: > 0 } list ? list : null;

    /// <summary>A local point in time of the account, to the second.</summary>
    public static string Instant(DateTime local) =>
        $"TO_TIMESTAMP('{local.ToString(LocalFormat, CultureInfo.InvariantCulture)}', '{SqlFormat}')";

    /// <summary>The column as text; without a format NetSuite gives the date alone, in the account's own
    /// fashion.</summary>
    public static string AsText(string column) => $"TO_CHAR({column}, '{SqlFormat}')";

    /// <summary>A calendar date as text, <c>2026-11-24</c>.</summary>
    public static string AsDate(string column) => $"TO_CHAR({column}, 'YYYY-MM-DD')";

    public static DateTime Parse(string text) =>
        DateTime.TryParseExact(text, LocalFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            ? local
            : throw new Errors.NetSuiteException($"'{text}' is no stamp as this connector asks for them");

    public static string Write(DateTime local) => local.ToString(LocalFormat, CultureInfo.InvariantCulture);

    private const int IdDigitsMax = 18;
    private const string LocalFormat = "yyyy-MM-dd HH:mm:ss";
    private const string SqlFormat = "YYYY-MM-DD HH24:MI:SS";
}
