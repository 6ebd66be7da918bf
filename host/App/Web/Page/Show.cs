using System.Globalization;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Web.Page;

/// <summary>How values are written on the page.</summary>
internal static class Show
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    public static string Money(IReadOnlyList<Money> amounts) => amounts.Count == 0
        ? "—"
        : string.Join(" + ", amounts.Select(money => string.Create(
            CultureInfo.InvariantCulture, $"{money.Amount:N2} {money.Currency}").TrimEnd()));

    public static string Time(DateTimeOffset? at) => at?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "never";

    public static string Moment(DateTimeOffset at) =>
        at.ToString("yyyy-MM-dd HH:mm:ss.fff 'UTC'", CultureInfo.InvariantCulture);

    public static string Link(Problem problem) => $"/?cause={Uri.EscapeDataString(problem.Cause)}";

    public static string Link(ProblemNote problem) => $"/?cause={Uri.EscapeDataString(problem.Cause)}";

    public static string Link(RecordKey record) =>
        $"/record?q={Uri.EscapeDataString(record.Id)}&flow={Uri.EscapeDataString(record.Flow)}";
}
