using System.Globalization;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Planning;

namespace IntegrationHost.App.Cli;

/// <summary>A plan as a person reads it: record by record, then what it comes to. Pure.</summary>
internal static class PlanText
{
    private const int RecordsMost = 50;
    private const int FieldsMost = 40;

    public static IEnumerable<string> Lines(Plan plan)
    {
        if (plan.Records.Count == 0)
        {
            return ["nothing to plan: no such record, or nothing waits in this flow"];
        }

        var shown = plan.Records.Where(record => record.What != PlannedKind.Nothing).Take(RecordsMost).ToArray();
        var hidden = plan.Records.Count(record => record.What != PlannedKind.Nothing) - shown.Length;
        string[] more = hidden > 0 ? [$"and {Show.Count(hidden, "record")} more; --json has them all"] : [];
        return [.. shown.SelectMany(Of), .. more, Sum(plan), .. Next(plan)];
    }

    private static IEnumerable<string> Of(PlannedRecord record)
    {
        var target = record.Target.Length == 0 ? "" : $" {record.Target}{(record.TargetId is { } id ? $" {id}" : "")}";
        yield return $"{record.Name}: {Word(record.What)}{target}";
        foreach (var note in record.Notes)
        {
            yield return $"    {note}";
        }

        foreach (var field in record.Fields.Take(FieldsMost))
        {
            yield return record.What == PlannedKind.Create ? $"    {field.Path}: {field.New}"
                : field.IsShown ? $"    {field.Path}: {field.Old ?? "nothing"} → {field.New}"
                : $"    {field.Path}: (not shown by the target) → {field.New}";
        }

        if (record.Fields.Count > FieldsMost)
        {
            yield return $"    and {Show.Count(record.Fields.Count - FieldsMost, "field")} more";
        }
    }

    private static string Sum(Plan plan)
    {
        var kinds = string.Join(", ", plan.Records.GroupBy(record => record.What).OrderBy(kind => kind.Key)
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Count()} {Word(kind.Key)}")));
        var written = plan.Records.Where(record => record.What is PlannedKind.Create or PlannedKind.Update)
            .Select(record => record.AtStake).OfType<Money>()
            .GroupBy(money => money.Currency)
            .Select(group => new Money(group.Sum(money => money.Amount), group.Key)).ToArray();
        var money = written.Length > 0 ? $", {Show.Money(written)} in all" : "";
        return $"{kinds}{money}{(plan.IsComplete ? "" : "; there are more records than these")}";
    }

    private static string[] Next(Plan plan) =>
        plan.Records.Any(record => record.What is PlannedKind.Create or PlannedKind.Update)
            ? ["nothing was written; to do just this:", $"  ihost release --plan {plan.Id} --canary 1",
                $"  ihost release --plan {plan.Id}"]
            : ["nothing was written"];

    private static string Word(PlannedKind what) => what switch
    {
        PlannedKind.Hold => "waits",
        PlannedKind.Refuse => "needs you",
        var other => other.ToString().ToLowerInvariant(),
    };
}
