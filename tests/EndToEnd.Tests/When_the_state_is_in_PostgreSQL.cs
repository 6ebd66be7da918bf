using System.Text.Json.Nodes;
using IntegrationHost.EndToEnd.Tests.Support;
using IntegrationHost.Tests.Servers;
using Shouldly;
using Xunit;

namespace IntegrationHost.EndToEnd.Tests;

/// <summary>The same host on a real server: the demo's numbers are the same, and what cannot work is told.</summary>
public sealed class When_the_state_is_in_PostgreSQL : IAsyncLifetime
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly Place _place = new();
    private PostgresServer? _server;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PostgresServer.Missing is not null, PostgresServer.Missing ?? "");
        _server = await PostgresServer.StartAsync(_cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        _place.Dispose();
    }

    [Fact]
    public async Task Every_order_of_the_demo_is_written_or_explained_also_when_the_host_is_killed()
    {
        var connection = await UseAsync();
        var ran = await Ihost.RunAsync(_place, "demo", "--port", "0", "--once", "--restart");

        ran.Code.ShouldBe(0, ran.ToString());
        ran.Out.ShouldContain("killing the host (-9)");
        var said = JsonNode.Parse(ran.Lines[^1])!;
        string.Join(", ", said["orders"]!.AsObject().Select(count => $"{count.Key} {count.Value}"))
            .ShouldBe("read 1204, written 1190, held 13, refused 0, skipped 1");
        said["netsuite"]!["salesOrders"]!.GetValue<int>().ShouldBe(1190);
        said["netsuite"]!["duplicates"]!.GetValue<int>().ShouldBe(0);
        said["shopify"]!["duplicates"]!.GetValue<int>().ShouldBe(0);
        said["netsuite"]!["total"]!.GetValue<string>().ShouldBe(said["shopify"]!["total"]!.GetValue<string>());
        await PostgresServer.DoAsync(connection,
            "select 1 / (count(*) = 1191)::int as written_and_skipped from ihost.ledger where entity = 'order'",
            _cancel);
    }

    [Fact]
    public async Task The_status_says_where_the_state_is_and_a_backup_how_it_is_made()
    {
        await UseAsync();
        _place.Write("site/ihost.json", $$"""
            { "connections": {}, "flows": {}, "web": { "listen": "http://127.0.0.1:{{TestSite.FreePort()}}" } }
            """);
        await using var host = Ihost.Start(_place, "run", "--site", "site");
        await Until.TrueAsync("the host was ready", async () => host.HasEnded
            ? throw new InvalidOperationException((await host.EndAsync()).ToString())
            : (await Ihost.RunAsync(_place, "health", "--site", "site")).Code == 0);

        var status = await Ihost.RunAsync(_place, "status", "--site", "site");
        status.Code.ShouldBe(0, status.ToString());
        status.Out.ShouldMatch("\nstate postgres, [0-9,]+ [kM]?B, 0 changes on their way, encryption on, key of 20");
        var backup = await Ihost.RunAsync(_place, "backup", "copy.backup", "--site", "site");
        backup.Code.ShouldBe(1, backup.ToString());
        backup.Error.ShouldContain("pg_dump");
        (await host.TerminateAsync()).Code.ShouldBe(0);
    }

    [Theory]
    [InlineData("Password=hunter2", "refuses the password of 'postgres'")]
    [InlineData("Database=nowhere", "has no database 'nowhere'")]
    [InlineData("Options=-c default_transaction_read_only=on", " is read-only: connect to the primary server")]
    public async Task What_the_server_does_not_do_ends_the_host_with_a_sentence(string with, string sentence)
    {
        var connection = await UseAsync();
        _place.Variables["IHOST__state__connection"] = $"{connection};{with}";
        _place.Write("site/ihost.json", """{ "connections": {}, "flows": {} }""");

        var ran = await Ihost.RunAsync(_place, "run", "--site", "site", "--quiet");

        ran.Code.ShouldBe(1, ran.ToString());
        ran.Error.Split('\n').ShouldHaveSingleItem().ShouldContain(sentence);
        ran.ToString().ShouldNotContain("hunter2");
    }

    private async Task<string> UseAsync()
    {
        var connection = await _server!.NewDatabaseAsync(_cancel);
        _place.Variables["IHOST__state__kind"] = "postgres";
        _place.Variables["IHOST__state__connection"] = connection;
        return connection;
    }
}
