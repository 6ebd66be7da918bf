using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Running;
using Shouldly;

namespace IntegrationHost.Simulation.Tests;

public sealed class A_seed
{
    [Fact]
    public void Plays_otherwise_than_another()
    {
        var plant = KnownDefects.Plant(null);
        Run.Play(Plan.Of(2), plant).Sum.ShouldNotBe(Run.Play(Plan.Of(3), plant).Sum);
    }
}
