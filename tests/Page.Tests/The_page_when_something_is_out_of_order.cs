using IntegrationHost.Page.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHost.Page.Tests;

public sealed class The_page_when_something_is_out_of_order
{
    private const string Connections = """
        "shop": { "plugin": "Shopify", "options": { "shop": "us.myshopify.com", "baseUrl": "http://127.0.0.1:9/us",
          "accessToken": "a", "webhookSecret": "b" } },
        "nope": { "plugin": "Nope", "options": {} }
        """;

    private const string Flows = """
        "restock": { "link": "stock", "from": "shop/order", "to": "shop/inventoryLevel", "script": "own.csx",
          "since": "2026-11-01T00:00:00Z", "pollEvery": "00:00:01" }
        """;

    private readonly Chromium _chromium;

    public The_page_when_something_is_out_of_order(Chromium chromium)
    {
        Chromium.MustBeThere();
        _chromium = chromium;
    }

    [Fact]
    public async Task It_says_so_first_even_though_no_record_waits()
    {
        using var host = await Host.SiteAsync(
            Connections, Flows, "return Skip(;", TestContext.Current.CancellationToken);
        await using var window = await _chromium.OpenAsync(host, width: 390);
        var tab = await window.TabAsync("/");
        var faults = tab.Locator(".faults");

        await Expect(tab.Locator("h1")).ToContainTextAsync("to mend");
        await Expect(faults).ToContainTextAsync(
            "restock: own.csx does not compile and no version before it did: own.csx(1,13)");
        await Expect(faults).ToContainTextAsync("cannot be reached");
        await Expect(faults).ToContainTextAsync("nope cannot be used: ");
        await Expect(faults).ToContainTextAsync("there is no plugin 'Nope'");
        (await Looks.TooWideAsync(tab)).ShouldBeEmpty();
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await tab.EmulateMediaAsync(new() { ColorScheme = scheme });
            (await Looks.FindingsAsync(tab)).ShouldBeEmpty();
        }
    }
}
