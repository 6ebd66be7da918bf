using IntegrationHost.Page.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHost.Page.Tests;

public sealed class When_the_host_goes_away
{
    private readonly Chromium _chromium;

    public When_the_host_goes_away(Chromium chromium)
    {
        Chromium.MustBeThere();
        _chromium = chromium;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_went_away_is_told_of_until_it_is_back()
    {
        using var host = await Host.SiteAsync("", "", "", Cancel);
        await using var window = await _chromium.OpenAsync(host);
        var tab = await window.TabAsync("/");
        await tab.WaitForResponseAsync(answer => answer.Url.EndsWith("/live", StringComparison.Ordinal));

        host.Kill();
        await Expect(tab.GetByRole(AriaRole.Status)).ToContainTextAsync("The host does not answer");
        (await Looks.FindingsAsync(tab)).ShouldBeEmpty();
        await host.StartAgainAsync(Cancel);
        await Expect(tab.GetByRole(AriaRole.Status)).ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_page_that_is_open_does_not_delay_the_end_of_the_host()
    {
        using var host = await Host.SiteAsync("", "", "", Cancel);
        await using var window = await _chromium.OpenAsync(host);
        var tab = await window.TabAsync("/");
        await tab.WaitForResponseAsync(answer => answer.Url.EndsWith("/live", StringComparison.Ordinal));

        var (code, took) = await host.StopAsync(Cancel);
        code.ShouldBe(0);
        took.ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }
}
