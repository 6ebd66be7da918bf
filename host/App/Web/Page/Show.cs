using System.Globalization;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Problems;

namespace IntegrationHost.App.Web.Page;

/// <summary>How values are written on the page.</summary>
internal static class Show
{
    private const int VersionLetters = 7;

    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>A size, in the unit that leaves one to four digits.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => $"{Number(bytes)} B",
        < 10_000_000 => $"{Number(bytes / 1_000)} kB",
        < 10_000_000_000 => $"{Number(bytes / 1_000_000)} MB",
        _ => $"{Number(bytes / 1_000_000_000)} GB",
    };

    public static string Money(IReadOnlyList<Money> amounts) => amounts.Count == 0
        ? "—"
        : string.Join(" + ", amounts.Select(money => string.Create(
            CultureInfo.InvariantCulture, $"{money.Amount:N2} {money.Currency}").TrimEnd()));

    /// <summary>The time of today, and the date of any other day.</summary>
    public static string Time(DateTimeOffset? at, DateTimeOffset now) => at is not { } moment ? "never"
        : moment.UtcDateTime.Date == now.UtcDateTime.Date
            ? moment.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)
            : moment.UtcDateTime.ToString("d MMM HH:mm", CultureInfo.InvariantCulture);

    /// <summary>How long ago, in the largest unit that says something.</summary>
    public static string Age(DateTimeOffset since, DateTimeOffset now) => (now - since) switch
    {
        { TotalSeconds: < 100 } age => string.Create(
            CultureInfo.InvariantCulture, $"{Math.Max(0, age.TotalSeconds):0} s"),
        { TotalMinutes: < 100 } age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:0} min"),
        { TotalHours: < 48 } age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalHours:0} h"),
        var age => string.Create(CultureInfo.InvariantCulture, $"{age.TotalDays:0} d"),
    };

    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Exact(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>For machines.</summary>
    public static string Iso(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Enough of a script's version to tell two apart.</summary>
    public static string Version(string? version) =>
        version is null ? "never compiled" : version[..Math.Min(version.Length, VersionLetters)];

    /// <summary>The commands that let the records of a cause go on: one first, then all.</summary>
    public static IReadOnlyList<string> Release(string cause) =>
    [
        $"ihost release --cause {ShellWord.Of(cause)} --canary 1",
        $"ihost release --cause {ShellWord.Of(cause)}",
    ];

    public static string Link(Problem problem) => $"/?cause={Uri.EscapeDataString(problem.Cause)}";

    public static string Link(ProblemNote problem) => $"/?cause={Uri.EscapeDataString(problem.Cause)}";

    public static string Link(RecordKey record) =>
        $"/record?q={Uri.EscapeDataString(record.Id)}&flow={Uri.EscapeDataString(record.Flow)}";

    public static string Find(string name) => $"/record?q={Uri.EscapeDataString(name)}";
}
