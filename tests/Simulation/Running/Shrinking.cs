using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Events;

namespace IntegrationHost.Simulation.Running;

/// <summary>Leaves events out of a failing plan as long as it still breaks the same promise: halves first, then smaller
/// and smaller parts.</summary>
internal static class Shrinking
{
    private const int RunsMost = 60;

    public static IReadOnlyList<WorldEvent> Shrink(Plan plan, string invariant, Func<TimeProvider, Defect> plant)
    {
        var events = plan.Events;
        var runs = 0;
        for (var part = Math.Max(1, events.Count / 2); part >= 1; part /= 2)
        {
            for (var at = 0; at < events.Count && runs < RunsMost;)
            {
                WorldEvent[] without = [.. events.Take(at), .. events.Skip(at + part)];
                runs++;
                if (StillFails(plan with { Events = without }, invariant, plant))
                {
                    events = without;
                }
                else
                {
                    at += part;
                }
            }
        }

        return events;
    }

    private static bool StillFails(Plan plan, string invariant, Func<TimeProvider, Defect> plant) =>
        Run.Play(plan, plant).Violations.Any(violation => violation.Invariant == invariant);
}
