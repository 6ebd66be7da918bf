using IntegrationHost.Crash.Certifying;
using Shouldly;

namespace IntegrationHost.Crash.Tests;

/// <summary>The harness must be able to fail: each of these stores breaks one promise.</summary>
public sealed class A_store_that_loses
{
    private const int KillsMost = 300; // On a busy machine most lives are too short to settle a link.
    private const int RoundsMost = 100;

    [Theory]
    [InlineData("acknowledges-early")]
    [InlineData("drops-the-last")]
    [InlineData("loses-links")]
    [InlineData("forgets-deliveries")]
    public async Task Is_found_out(string store) => (await FindAsync(store)).Lost.ShouldBePositive();

    [Fact]
    public async Task Is_found_out_too_when_it_settles_in_halves() =>
        (await FindAsync("settles-in-halves")).Half.ShouldBePositive();

    // When LiteDB writes behind its acknowledgement depends on its threads: one of the disks catches it.
    [Fact]
    public async Task Is_found_out_when_it_is_LiteDB_as_it_is()
    {
        foreach (var mode in new[] { "power-cut", "full-disk", "failing-sync" })
        {
            if ((await Runs.RunAsync("litedb", mode, RoundsMost, untilFault: true)).HasFaults)
            {
                return;
            }
        }

        Assert.Fail("LiteDB lost nothing on any disk");
    }

    private static Task<Tally> FindAsync(string store) => Runs.RunAsync(store, "kill", KillsMost, untilFault: true);
}
