using System.Net;
using IntegrationHost.Page.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHost.Page.Tests;

public sealed class The_page_of_a_quiet_site : IClassFixture<QuietSite>
{
    private readonly Chromium _chromium;
    private readonly Host _host;

    public The_page_of_a_quiet_site(Chromium chromium, QuietSite site)
    {
        Chromium.MustBeThere();
        (_chromium, _host) = (chromium, site.Host);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_what_is_empty_and_where_that_is_set_up()
    {
        await using var window = await _chromium.OpenAsync(_host, width: 390);
        var tab = await window.TabAsync("/");

        await Expect(tab.Locator("h1")).ToHaveTextAsync("Nothing needs you");
        await Expect(tab.Locator("#flows")).ToContainTextAsync("ihost.json");
        (await Looks.FindingsAsync(tab)).ShouldBeEmpty();
        (await Looks.TooWideAsync(tab)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_does_not_exist_is_a_page_that_leads_back()
    {
        await using var window = await _chromium.OpenAsync(_host);
        var tab = await window.TabAsync("/");

        (await tab.GotoAsync("/orders"))!.Status.ShouldBe(404);
        (await Looks.FindingsAsync(tab)).ShouldBeEmpty();
        await tab.GetByRole(AriaRole.Link, new() { Name = "what flows and what waits" }).ClickAsync();
        await Expect(tab.Locator("h1")).ToHaveTextAsync("Nothing needs you");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/record?q=1")]
    [InlineData("/api/v1/status")]
    [InlineData("/api/v1/live")]
    public async Task A_foreign_name_for_this_machine_is_refused(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_host.Page, path));
        request.Headers.Host = "shop.example";
        using var answer = await _host.SendAsync(request, Cancel);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("this machine only");
    }

    [Fact]
    public async Task A_script_in_the_browser_can_change_nothing()
    {
        await using var window = await _chromium.OpenAsync(_host);
        var tab = await window.TabAsync("/");

        (await tab.EvaluateAsync<int>("""
            async () => (await fetch('/api/v1/problems/release', { method: 'POST',
              headers: { 'content-type': 'application/json' }, body: '{"cause":"a"}' })).status
            """)).ShouldBe(403);
    }

    [Fact]
    public async Task The_browser_is_told_to_load_nothing_from_elsewhere()
    {
        await using var window = await _chromium.OpenAsync(_host);
        var tab = await window.TabAsync("/");

        (await tab.EvaluateAsync<string>("""
            () => new Promise(done => {
              document.addEventListener('securitypolicyviolation', event => done(event.violatedDirective));
              document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/pixel.png' }));
            })
            """)).ShouldBe("img-src");
    }
}
