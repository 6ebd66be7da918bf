using IntegrationHost.Crash.Facts;
using IntegrationHost.Crash.Wire;
using Shouldly;

namespace IntegrationHost.Crash.Tests;

public sealed class What_the_comparison_sees
{
    private static readonly Dictionary<string, string> Before =
        new() { ["entry"] = "-", ["link"] = "-", ["old"] = "1" };
    private static readonly Dictionary<string, string> After = new() { ["entry"] = "x", ["link"] = "y", ["old"] = "1" };

    [Fact]
    public void A_command_in_flight_may_have_taken_place_or_not()
    {
        Comparison.Of(Before, Before, After).IsFine.ShouldBeTrue();
        Comparison.Of(Before, Before, After).TookPlace.ShouldBeFalse();
        Comparison.Of(After, Before, After).IsFine.ShouldBeTrue();
        Comparison.Of(After, Before, After).TookPlace.ShouldBeTrue();
    }

    [Fact]
    public void A_command_that_took_place_in_part_stands_half() =>
        FaultsOf(new() { ["entry"] = "x", ["link"] = "-", ["old"] = "1" })
            .ShouldHaveSingleItem().Kind.ShouldBe(FaultKind.Half);

    [Fact]
    public void What_is_missing_or_says_what_it_said_earlier_was_lost()
    {
        FaultsOf(new() { ["entry"] = "-", ["link"] = "-" }).ShouldHaveSingleItem().Kind.ShouldBe(FaultKind.Lost);
        FaultsOf(new() { ["entry"] = "-", ["link"] = "-", ["old"] = "0" }, [new() { ["old"] = "0" }])
            .ShouldHaveSingleItem().Kind.ShouldBe(FaultKind.Lost);
    }

    [Fact]
    public void What_came_from_nowhere_or_says_something_else_is_different()
    {
        FaultsOf(new(Before) { ["new"] = "1" }).ShouldHaveSingleItem().Kind.ShouldBe(FaultKind.Different);
        FaultsOf(new(Before) { ["old"] = "2" }).ShouldHaveSingleItem().Kind.ShouldBe(FaultKind.Different);
    }

    [Fact]
    public void An_end_that_is_missing_is_counted_in_commands()
    {
        Dictionary<string, string> first = new() { ["old"] = "0" };
        var comparison = Comparison.Of(first, Before, After);
        comparison.Explain([first, new() { ["old"] = "1" }, Before], null);
        comparison.MissingTail.ShouldBe(2);
    }

    private static IReadOnlyList<Fault> FaultsOf(
        Dictionary<string, string> told, List<Dictionary<string, string>>? former = null)
    {
        var comparison = Comparison.Of(told, Before, After);
        comparison.Explain(former ?? [], new TakeLane(0));
        return comparison.Faults;
    }
}
