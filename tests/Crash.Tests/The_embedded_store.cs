using Shouldly;

namespace IntegrationHost.Crash.Tests;

public sealed class The_embedded_store
{
    private const int Kills = 200;

    [Fact]
    public async Task Keeps_all_that_it_acknowledged_however_often_it_is_killed()
    {
        var tally = await Runs.RunAsync("embedded", "kill", Kills);

        tally.HasFaults.ShouldBeFalse($"{tally.Lost} lost, {tally.Half} half, {tally.Different} different");
        tally.Kills.ShouldBe(Kills);
        tally.Acknowledged.ShouldBeGreaterThan(Kills);
    }

    [Theory]
    [InlineData("torn-tail", 12)]
    [InlineData("bit-flip", 12)]
    [InlineData("zeroed-page", 12)]
    [InlineData("truncated", 12)]
    [InlineData("deleted-file", 12)]
    [InlineData("power-cut", 60)]
    [InlineData("full-disk", 20)]
    [InlineData("failing-sync", 20)]
    public async Task Keeps_it_or_says_that_it_cannot_whatever_happens_to_its_disk(string mode, int rounds)
    {
        var tally = await Runs.RunAsync("embedded", mode, rounds);

        tally.HasFaults.ShouldBeFalse($"{tally.Lost} lost, {tally.Half} half, {tally.Different} different");
        tally.Kills.ShouldBe(rounds);
        tally.Acknowledged.ShouldBeGreaterThan(rounds);
    }
}
