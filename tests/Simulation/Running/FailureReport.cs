using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Invariants;

namespace IntegrationHost.Simulation.Running;

/// <summary>What went wrong in a seed, how to see it again, and the fewest events that still show it.</summary>
internal sealed record FailureReport(
    int Seed, IReadOnlyList<Violation> Violations, string Again, IReadOnlyList<WorldEvent> Fewest, string Conditions)
{
    public static FailureReport Of(
        Plan plan, RunResult result, SeriesOptions options, Func<TimeProvider, Defect> plant)
    {
        var seed = plan.Conditions.Seed;
        var planted = options.Defect is null ? "" : $" --defect {options.Defect}";
        var again = $"dotnet run --project tests/Simulation -c Release -- --seeds 1 --from {seed}{planted} --trace";
        var fewest = options.Whole ? plan.Events : Shrinking.Shrink(plan, result.Violations[0].Invariant, plant);
        return new FailureReport(seed, result.Violations, again, fewest, plan.Conditions.ToString());
    }

    public JsonObject ToJson() => new()
    {
        ["seed"] = Seed,
        ["violations"] = new JsonArray([.. Violations.Select(each => (JsonNode)each.ToString())]),
        ["again"] = Again,
        ["conditions"] = Conditions,
        ["events"] = new JsonArray([.. Fewest.Select(each => (JsonNode)each.ToString())]),
    };

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine($"seed {Seed} failed:");
        foreach (var violation in Violations)
        {
            text.AppendLine($"  {violation}");
        }

        text.AppendLine($"again: {Again}").AppendLine($"in {Conditions}").AppendLine(
            $"the fewest events that show it ({Fewest.Count}):");
        foreach (var happening in Fewest)
        {
            text.AppendLine($"  {happening}");
        }

        return text.ToString();
    }
}
