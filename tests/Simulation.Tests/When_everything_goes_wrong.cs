using IntegrationHost.Simulation.Running;
using Shouldly;

namespace IntegrationHost.Simulation.Tests;

/// <summary>The product as it is, in as many runs as the time of a build allows.</summary>
public sealed class When_everything_goes_wrong
{
    private const int Seeds = 300;

    [Fact]
    public void Nothing_is_lost_doubled_or_overtaken()
    {
        using var told = new StringWriter();
        var tally = Series.Play(new SeriesOptions(Seeds, 1, null), told);
        tally.Failed.ShouldBe(0, $"{told}{tally}");
        tally.Seeds.ShouldBe(Seeds);
        tally.Effects.ShouldBeGreaterThan(tally.Seeds, "the runs must have written something");
    }
}
