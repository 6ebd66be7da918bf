using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Running;
using Shouldly;

namespace IntegrationHost.Simulation.Tests;

public sealed class A_seed
{
    /// <summary>Among them lives that end by a kill and by a power cut.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    public void Takes_the_same_course_each_time(int seed)
    {
        var plant = KnownDefects.Plant(null);
        Run.Play(Plan.Of(seed), plant).Sum.ShouldBe(Run.Play(Plan.Of(seed), plant).Sum, $"seed {seed}");
    }

    [Fact]
    public void Plays_otherwise_than_another()
    {
        var plant = KnownDefects.Plant(null);
        Run.Play(Plan.Of(2), plant).Sum.ShouldNotBe(Run.Play(Plan.Of(3), plant).Sum);
    }
}
