using IntegrationHost.Tests.Servers;
using Shouldly;

namespace IntegrationHost.Crash.Tests;

public sealed class The_PostgreSQL_store
{
    private const int Kills = 50;

    [Fact]
    public async Task Keeps_all_that_it_acknowledged_however_often_host_and_server_are_killed()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        var tally = await Runs.RunAsync("postgres", "kill", Kills);

        tally.HasFaults.ShouldBeFalse($"{tally.Lost} lost, {tally.Half} half, {tally.Different} different");
        tally.Kills.ShouldBe(Kills);
        tally.Acknowledged.ShouldBeGreaterThan(Kills);
    }
}
