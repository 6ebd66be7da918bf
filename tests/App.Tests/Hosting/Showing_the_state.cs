using System.Text.Json;
using IntegrationHost.App.Tests.Support;
using IntegrationHost.App.Web.Page;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Ledger;
using Shouldly;

namespace IntegrationHost.App.Tests.Hosting;

public sealed class Showing_the_state : IDisposable
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;
    private readonly TempFolder _site = new();

    [Theory]
    [InlineData("on", "on, key of 20")]
    [InlineData("off", "off")]
    public async Task Status_and_page_say_what_the_state_is_and_whether_it_is_encrypted(string setting, string shown)
    {
        _site.Write("ihost.json", $$"""
            { "connections": {}, "flows": {}, "web": { "listen": "http://127.0.0.1:0" },
              "state": { "encryption": "{{setting}}" } }
            """);
        await using var host = RunningHost.Start(_site);
        var address = await host.AddressAsync(_cancel);

        var said = await Ran.Command("status", "--site", _site.Path);
        var json = await Ran.Command("status", "--site", _site.Path, "--json");
        using var http = new HttpClient { BaseAddress = address };
        var page = await http.GetStringAsync(new Uri("/", UriKind.Relative), _cancel);

        said.Code.ShouldBe(0, said.Error);
        said.Out.ShouldMatch($"\nstate embedded, [0-9,]+ [kM]?B, 0 changes on their way, encryption {shown}");
        var state = JsonDocument.Parse(json.Out).RootElement.GetProperty("state");
        state.GetProperty("kind").GetString().ShouldBe("embedded");
        state.GetProperty("encryption").GetString()!.ShouldStartWith(shown);
        state.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        page.ShouldContain($"<td data-label=\"Encryption\">{shown}");
    }

    [Fact]
    public async Task A_warning_needs_somebody_and_is_shown()
    {
        await using var host = await TellAsync(new StoreHealth(true, "answered", 12_345_678, 7)
        {
            Kind = "embedded", Encryption = "off", Warnings = ["the disk has 80 MB left"],
        });

        var ran = await Ran.Command("status", "--site", _site.Path);

        ran.Code.ShouldBe(1);
        ran.Out.ShouldContain("\nstate embedded, 12 MB, 7 changes on their way, encryption off\n"
            + "state: the disk has 80 MB left\n");
    }

    [Fact]
    public async Task A_state_that_failed_needs_somebody_and_says_why()
    {
        await using var host = await TellAsync(new StoreHealth(false, "the disk is full", 0, 0) { Kind = "embedded" });
        var ran = await Ran.Command("status", "--site", _site.Path);
        ran.Code.ShouldBe(1);
        ran.Out.ShouldContain("\nstate: the disk is full\n");
    }

    [Fact]
    public void The_page_counts_them_among_what_is_out_of_order()
    {
        var engine = new EngineStatus(default, default, [], []);
        Needs.Of(engine, new StoreHealth(true, "answered", 0, 0) { Warnings = ["the disk has 80 MB left"] }, [], [])
            .Faults.ShouldBe(["state: the disk has 80 MB left"]);
        Needs.Of(engine, new StoreHealth(false, "the disk is full", 0, 0), [], []).Title.ShouldBe("1 fault to mend");
        Needs.Of(engine, new StoreHealth(true, "answered", 0, 0), [], []).Faults.ShouldBeEmpty();
    }

    public void Dispose() => _site.Dispose();

    private Task<PlayedHost> TellAsync(StoreHealth state)
    {
        _site.Write("ihost.json", Some.Site());
        return PlayedHost.TellingAsync(_site, state, _cancel);
    }
}
