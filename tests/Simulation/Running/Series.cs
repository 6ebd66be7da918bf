using System.Text.Json.Nodes;
using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Invariants;

namespace IntegrationHost.Simulation.Running;

/// <summary>Many seeds, as many at once as the machine has cores. Each run is alone on its own thread.</summary>
internal static class Series
{
    public static Tally Play(SeriesOptions options, TextWriter output)
    {
        var plant = KnownDefects.Plant(options.Defect);
        var told = TextWriter.Synchronized(output);
        var played = Enumerable.Range(options.From, options.Seeds).AsParallel().AsOrdered()
            .WithDegreeOfParallelism(options.Trace ? 1 : options.AtOnce)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(seed => Play(Plan.Of(seed), options, plant, told));
        var tally = new Tally();
        foreach (var (plan, result) in played)
        {
            tally.Add(plan, result);
            if (result.Violations.Count > 0)
            {
                tally.FirstFailure ??= FailureReport.Of(plan, result, options, plant);
            }
        }

        return tally;
    }

    private static (Plan Plan, RunResult Result) Play(
        Plan plan, SeriesOptions options, Func<TimeProvider, Defect> plant, TextWriter told)
    {
        var result = Run.Play(plan, plant, options.Trace ? told : null);
        if (options.Twice && Run.Play(plan, plant).Sum != result.Sum)
        {
            var differs = new Violation("same", "it was played twice and took two courses");
            result = result with { Violations = [.. result.Violations, differs] };
        }

        if (result.Violations.Count > 0)
        {
            told.WriteLine($"seed {plan.Conditions.Seed} failed: {result.Violations[0]}");
        }

        return (plan, result);
    }
}

/// <summary>Which seeds are played, and how.</summary>
internal sealed record SeriesOptions(int Seeds, int From, string? Defect)
{
    /// <summary>The last line is one object.</summary>
    public bool Json { get; init; }

    /// <summary>Tells what happens in each run.</summary>
    public bool Trace { get; init; }

    /// <summary>Each seed is played twice, and must take the same course.</summary>
    public bool Twice { get; init; }

    /// <summary>Runs at the same time.</summary>
    public int AtOnce { get; init; } = Environment.ProcessorCount;

    /// <summary>A failing seed is told with all its events.</summary>
    public bool Whole { get; init; }
}

/// <summary>What became of a series.</summary>
internal sealed class Tally
{
    public int Seeds { get; private set; }

    public int Failed { get; private set; }

    public long Events { get; private set; }

    public long Effects { get; private set; }

    public FailureReport? FirstFailure { get; set; }

    public void Add(Plan plan, RunResult result)
    {
        Seeds++;
        Failed += result.Violations.Count > 0 ? 1 : 0;
        Events += plan.Events.Count;
        Effects += result.Effects;
    }

    public string ToJson() => new JsonObject
    {
        ["seeds"] = Seeds,
        ["failed"] = Failed,
        ["events"] = Events,
        ["effects"] = Effects,
        ["firstFailure"] = FirstFailure?.ToJson(),
    }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public override string ToString() =>
        $"{FirstFailure}{Seeds} seeds, {Failed} failed, {Events} events, {Effects} effects";
}
