using IntegrationHost.App.Hosting;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests.Hosting;

public sealed class Telling_systemd
{
    private const string EmptySite =
        """{ "connections": {}, "flows": {}, "web": { "listen": "http://127.0.0.1:0" } }""";

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    // A hardened unit hides the parent process: here, too, the parent is not called systemd.
    [Fact]
    public async Task A_host_with_a_notify_socket_says_ready_feeds_the_watchdog_and_says_stopping()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "systemd is not on Windows");
        using var systemd = new NotifySocket();
        using var site = new TempFolder();
        site.Write("ihost.json", EmptySite);
        await using var host = RunningHost.Start(
            site, ("NOTIFY_SOCKET", systemd.Path), ("WATCHDOG_USEC", "200000"));

        await host.UntilAsync(() => systemd.Heard.Count(message => message == "WATCHDOG=1") >= 2, _cancel);
        host.Terminate();
        var code = await host.ExitAsync(_cancel);

        code.ShouldBe(0, host.Said);
        systemd.Heard.ShouldContain("READY=1");
        systemd.Heard[^1].ShouldBe("STOPPING=1");
    }

    [Fact]
    public async Task A_watchdog_meant_for_another_process_is_not_fed()
    {
        using var systemd = new NotifySocket();
        using var socket = new Variable("NOTIFY_SOCKET", systemd.Path);
        using var micros = new Variable("WATCHDOG_USEC", "2000");
        using var other = new Variable("WATCHDOG_PID", "1");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        var feeding = Watchdog.RunAsync(new BeatingEngine(), TimeProvider.System, stop.Token);

        // It has nothing to do, so it ends by itself.
        await feeding.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, _cancel);
        systemd.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_watchdog_is_fed_while_the_engine_moves_and_no_longer_once_it_is_stuck()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "systemd is not on Windows");
        using var systemd = new NotifySocket();
        using var socket = new Variable("NOTIFY_SOCKET", systemd.Path);
        using var micros = new Variable("WATCHDOG_USEC", "2000");
        using var own = new Variable("WATCHDOG_PID", null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        var engine = new BeatingEngine();
        var feeding = Watchdog.RunAsync(engine, TimeProvider.System, stop.Token);

        await engine.AskedAsync(times: 3, _cancel);
        systemd.Heard.ShouldContain("WATCHDOG=1");

        engine.GetStuck();
        await engine.AskedAsync(times: 2, _cancel); // A message on its way when it got stuck is out after this.
        var before = systemd.Heard.Count;
        await engine.AskedAsync(times: 5, _cancel); // Few: a socket that nobody empties takes no more than ten.
        systemd.Heard.Count.ShouldBe(before);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(feeding);
    }
}
