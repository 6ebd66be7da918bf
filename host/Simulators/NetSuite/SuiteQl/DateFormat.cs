using System.Globalization;
using System.Text;

namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>Prints and reads dates by Oracle's format elements.</summary>
internal static class DateFormat
{
    public static string Print(DateTime date, string format) =>
        date.ToString(Translated(format), CultureInfo.InvariantCulture);

    public static DateTime Read(string text, string format) =>
        DateTime.TryParseExact(
            text, Translated(format), CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new QueryFault($"'{text}' does not match the date format '{format}'.");

    private static string Translated(string format)
    {
        var translated = new StringBuilder();
        var at = 0;
        while (at < format.Length)
        {
            if (format[at] == '"' && format.IndexOf('"', at + 1) is var close and > 0)
            {
                Literal(translated, format[(at + 1)..close]);
                at = close + 1;
                continue;
            }

            var element = Elements.FirstOrDefault(candidate =>
                string.Compare(format, at, candidate.Oracle, 0, candidate.Oracle.Length,
                    StringComparison.OrdinalIgnoreCase) == 0);
            if (element.Oracle is not null)
            {
                translated.Append(element.Ours);
                at += element.Oracle.Length;
            }
            else
            {
                Literal(translated, format[at..++at]);
            }
        }

        // A single letter would be taken for a standard format.
        return translated.Length == 1 ? $"%{translated}" : translated.ToString();
    }

    private static void Literal(StringBuilder translated, string text)
    {
        foreach (var character in text)
        {
            translated.Append('\\').Append(character);
        }
    }

    // The longer ones first.
    private static readonly (string Oracle, string Ours)[] Elements =
    [
        ("YYYY", "yyyy"), ("HH24", "HH"), ("HH12", "hh"), ("MON", "MMM"), ("FF3", "fff"), ("YY", "yy"), ("MM", "MM"),
        ("DD", "dd"), ("HH", "hh"), ("MI", "mm"), ("SS", "ss"), ("AM", "tt"), ("PM", "tt"), ("FF", "ffffff"),
    ];
}
