using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Running;
using Shouldly;

namespace IntegrationHost.Simulation.Tests;

/// <summary>The simulation is worth what it finds: each mistake that can be planted must break a promise.</summary>
public sealed class A_planted_defect
{
    private const int SeedsMost = 300;

    public static TheoryData<string> Defects() => [.. KnownDefects.All.Keys];

    [Theory]
    [MemberData(nameof(Defects))]
    public void Is_found_within_300_seeds(string defect)
    {
        var found = Enumerable.Range(1, SeedsMost).FirstOrDefault(seed => Fails(Plan.Of(seed), defect));
        found.ShouldBeGreaterThan(0, $"{defect} is not found");
    }

    [Fact]
    public void Is_told_with_fewer_events_that_still_show_it_and_how_to_see_it_again()
    {
        const string Defect = "cent-lost";
        var plan = Enumerable.Range(1, SeedsMost).Select(Plan.Of).First(plan => Fails(plan, Defect));
        var plant = KnownDefects.Plant(Defect);

        var report = FailureReport.Of(
            plan, Run.Play(plan, plant), new SeriesOptions(1, plan.Conditions.Seed, Defect), plant);

        report.Fewest.Count.ShouldBeLessThan(plan.Events.Count);
        Run.Play(plan with { Events = report.Fewest }, plant).Violations.ShouldNotBeEmpty();
        report.Again.ShouldContain($"--seeds 1 --from {plan.Conditions.Seed} --defect {Defect}");
    }

    // A seed that fails without the defect says nothing about it.
    private static bool Fails(Plan plan, string defect) =>
        Run.Play(plan, KnownDefects.Plant(defect)).Violations.Count > 0
        && Run.Play(plan, KnownDefects.Plant(null)).Violations.Count == 0;
}
