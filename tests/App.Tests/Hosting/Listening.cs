using System.Net;
using System.Net.Sockets;
using IntegrationHost.App.Site;
using IntegrationHost.App.Tests.Support;
using Shouldly;

namespace IntegrationHost.App.Tests.Hosting;

public sealed class Listening
{
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_port_in_use_is_told_in_sentences_without_a_stack()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        using var site = Site($$"""{ "listen": "http://127.0.0.1:{{port}}" }""");
        await using var host = RunningHost.Start(site);

        (await host.ExitAsync(_cancel)).ShouldBe(1);

        host.Said.ShouldContain("Another program listens there");
        host.Said.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.0/8", HttpStatusCode.Forbidden)]
    [InlineData("10.9.9.9", HttpStatusCode.OK)]
    public async Task A_forwarded_host_counts_only_when_the_site_names_the_proxy(string proxy, HttpStatusCode expected)
    {
        using var site = Site($$"""{ "listen": "http://127.0.0.1:0", "knownProxies": [ "{{proxy}}" ] }""");
        await using var host = RunningHost.Start(site);
        using var http = new HttpClient { BaseAddress = await host.AddressAsync(_cancel) };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/api/v1/status", UriKind.Relative));
        request.Headers.Add("X-Forwarded-Host", "foreign.example");

        using var answer = await http.SendAsync(request, _cancel);

        // The API answers names of this machine only; the foreign name is refused exactly when it is believed.
        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task A_caller_that_knows_the_root_only_is_led_to_it_by_the_certificates_of_the_file()
    {
        using var authority = new PlayedAuthority();
        using var site = Site("""
            { "listen": "https://127.0.0.1:0", "certificate": { "path": "full-chain.pem", "keyPath": "key.pem" } }
            """);
        site.Write("full-chain.pem", authority.ChainPem);
        site.Write("key.pem", authority.KeyPem);
        await using var host = RunningHost.Start(site);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = authority.TrustTheRootOnly();
        using var http = new HttpClient(handler) { BaseAddress = await host.AddressAsync(_cancel) };

        var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative), _cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{ "listen": "http://ihost.example:8080" }""", "web:listen: 'ihost.example' is a name")]
    [InlineData("""{ "knownProxies": [ "127.0.0.1", "proxy" ] }""", "web:knownProxies:1: 'proxy' is no address")]
    [InlineData("""{ "knownProxies": [ "10.0.0.0/99" ] }""", "web:knownProxies:0: '10.0.0.0/99' is no address")]
    public void What_would_keep_the_web_server_from_starting_is_found_before(string web, string finding) =>
        Some.FaultsOf(Some.Site(connections: "", flows: "", more: $", \"web\": {web}")).ShouldContain(finding);

    [Fact]
    public void A_key_of_another_certificate_is_found_before()
    {
        using var one = new PlayedAuthority();
        using var other = new PlayedAuthority();
        using var site = Site("""
            { "listen": "https://127.0.0.1:0", "certificate": { "path": "full-chain.pem", "keyPath": "key.pem" } }
            """);
        site.Write("full-chain.pem", one.ChainPem);
        site.Write("key.pem", other.KeyPem);
        var reader = new SiteReader(site.Path);

        reader.Read().ShouldBeNull();

        reader.Findings.ShouldHaveSingleItem().ToString().ShouldContain("web:certificate:keyPath");
    }

    private static TempFolder Site(string web)
    {
        var site = new TempFolder();
        site.Write("ihost.json", $$"""{ "connections": {}, "flows": {}, "web": {{web}} }""");
        return site;
    }
}
