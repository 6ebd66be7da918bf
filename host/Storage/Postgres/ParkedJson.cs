using System.Text.Json;
using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Problems, dependencies and money of a record as they stand in text columns, and the marks by which a parked
/// record is found. Pure.</summary>
internal static class ParkedJson
{
    public static string? OfProblems(IReadOnlyList<ProblemNote> problems) =>
        problems.Count == 0 ? null : JsonSerializer.Serialize(problems);

    public static IReadOnlyList<ProblemNote> Problems(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<List<ProblemNote>>(json)!;

    public static string? OfWaits(IReadOnlyList<Dependency> waits) =>
        waits.Count == 0 ? null : JsonSerializer.Serialize(waits);

    public static IReadOnlyList<Dependency> Waits(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize<List<Dependency>>(json)!;

    public static string? OfMoney(Money? money) => money is null ? null : JsonSerializer.Serialize(money);

    public static Money? MoneyOf(string? json) => json is null ? null : JsonSerializer.Deserialize<Money>(json);

    public static Guid[] Marks(Park park) =>
    [
        .. park.Problems.Select(problem => RowKey.OfCause(problem.Cause)).Distinct(),
        .. park.WaitsFor.Select(RowKey.Of).Distinct(),
    ];
}
