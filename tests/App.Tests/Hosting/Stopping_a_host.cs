using System.Net;
using System.Net.Sockets;
using System.Text;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests.Hosting;

public sealed class Stopping_a_host
{
    // The command line's own patience was shorter than this: it ended the process in the middle of the drain.
    private static readonly TimeSpan LongWork = TimeSpan.FromSeconds(3);

    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_that_is_still_coming_in_is_answered_before_the_host_ends()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM on Windows");
        using var site = Site(connections: "");
        await using var host = RunningHost.Start(site);
        var address = await host.AddressAsync(_cancel);
        using var sender = new TcpClient();
        await sender.ConnectAsync(IPAddress.Loopback, address.Port, _cancel);
        var stream = sender.GetStream();
        await stream.WriteAsync(
            "POST /webhooks/nobody HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{"u8.ToArray(), _cancel);
        await AnsweringAsync(address); // The host is past reading that request's head.

        host.Terminate();
        var asked = TimeProvider.System.GetTimestamp();
        await host.UntilAsync(() => TimeProvider.System.GetElapsedTime(asked) > LongWork, _cancel);
        await stream.WriteAsync("}"u8.ToArray(), _cancel);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var answer = await reader.ReadLineAsync(_cancel);

        answer.ShouldBe("HTTP/1.1 404 Not Found", host.Said);
        (await host.ExitAsync(_cancel)).ShouldBe(0, host.Said);
    }

    [Fact]
    public async Task An_open_page_does_not_hold_the_stop_up()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no SIGTERM on Windows");
        using var site = Site("""
            "shop": { "plugin": "Shopify", "options": { "shop": "acme.myshopify.com", "accessToken": "played" } }
            """);
        await using var host = RunningHost.Start(site);
        using var http = new HttpClient { BaseAddress = await host.AddressAsync(_cancel) };
        using var live = await http.GetAsync(
            new Uri("/api/v1/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, _cancel);
        live.StatusCode.ShouldBe(HttpStatusCode.OK);

        host.Terminate();
        // A stream that is cut off after the web server's patience throws here instead.
        await live.Content.CopyToAsync(Stream.Null, _cancel);

        (await host.ExitAsync(_cancel)).ShouldBe(0, host.Said);
    }

    private static TempFolder Site(string connections)
    {
        var site = new TempFolder();
        site.Write("ihost.json", $$"""
            { "connections": { {{connections}} }, "flows": {}, "web": { "listen": "http://127.0.0.1:0" } }
            """);
        return site;
    }

    private async Task AnsweringAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        (await http.GetAsync(new Uri("/readyz", UriKind.Relative), _cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
