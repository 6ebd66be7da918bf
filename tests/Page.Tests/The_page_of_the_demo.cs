using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Page.Tests.Support;
using Microsoft.Playwright;
using Shouldly;
using static Microsoft.Playwright.Assertions;

namespace IntegrationHost.Page.Tests;

public sealed class The_page_of_the_demo : IClassFixture<PlayedDemo>
{
    private static readonly string[] Counts = ["read", "written", "held", "refused", "skipped", "pending"];
    private readonly Chromium _chromium;
    private readonly PlayedDemo _demo;

    public The_page_of_the_demo(Chromium chromium, PlayedDemo demo)
    {
        Chromium.MustBeThere();
        (_chromium, _demo) = (chromium, demo);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_shows_every_flow_with_the_counts_of_the_api()
    {
        await using var window = await _chromium.OpenAsync(_demo.Host);
        var tab = await window.TabAsync("/");
        var (shown, said) = await Eventually.AskAsync(
            async () => (Shown: await ShownAsync(tab), Said: await SaidAsync()),
            both => both.Shown.SequenceEqual(both.Said), Cancel);

        shown.ShouldBe(said);
        shown.Count.ShouldBe(10);
    }

    [Fact]
    public async Task What_waits_is_grouped_by_cause_with_its_money()
    {
        await using var window = await _chromium.OpenAsync(_demo.Host);
        var tab = await window.TabAsync(await _demo.CauseAsync("not-found", Cancel));
        var problem = (await _demo.Host.ProblemAsync("not-found", Cancel))!;
        var money = problem["atStake"]![0]!;
        var amount = string.Create(CultureInfo.InvariantCulture,
            $"{money["amount"]!.GetValue<decimal>():N2} {money["currency"]!.GetValue<string>()}");
        var row = tab.Locator("#problems tr.chosen");

        await Expect(row.Locator("a")).ToHaveTextAsync(problem["text"]!.GetValue<string>());
        await Expect(row).ToContainTextAsync(amount);
        await Expect(row).ToContainTextAsync("eu-orders");
        await Expect(tab.Locator(".drawer .records li")).ToHaveCountAsync(problem["count"]!.GetValue<int>());
        await Expect(tab.Locator("h1")).ToContainTextAsync("need you");
    }

    [Fact]
    public async Task The_command_it_shows_releases_the_cause_when_it_is_pasted_into_a_shell()
    {
        await using var window = await _chromium.OpenAsync(_demo.Host);
        var tab = await window.TabAsync(await _demo.CauseAsync("not-found", Cancel));
        var commands = tab.Locator(".commands code");
        await Expect(commands).ToHaveCountAsync(2);

        await tab.Locator(".commands button").Nth(1).ClickAsync();
        var copied = await tab.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        copied.ShouldBe((await commands.Nth(1).InnerTextAsync()).Trim());
        var (code, text) = await _demo.Host.InShellAsync(copied, Cancel);

        text.ShouldContain("3 records released");
        code.ShouldBe(0);
    }

    [Fact]
    public async Task A_cause_that_is_mended_leaves_all_seven_open_tabs_without_a_reload()
    {
        var address = await _demo.CauseAsync("unmapped-value", Cancel);
        await using var window = await _chromium.OpenAsync(_demo.Host);
        var first = await window.TabAsync("/");
        var tabs = new List<IPage>();
        for (var opened = 0; opened < 7; opened++)
        {
            tabs.Add(await window.TabAsync(address));
            await Expect(tabs[^1].Locator("tr.chosen")).ToHaveCountAsync(1);
            await tabs[^1].EvaluateAsync("() => { window.loadedOnce = true }");
        }

        // The tab that followed the host for all of them goes away.
        await first.CloseAsync();
        var command = await tabs[0].Locator(".remedy code").InnerTextAsync();
        command.ShouldContain("ihost map payment-methods klarna_pay_later <value>");
        var (code, text) = await _demo.Host.InShellAsync(command.Replace("<value>", "5"), Cancel);

        text.ShouldContain("10 records released");
        code.ShouldBe(0);
        foreach (var tab in tabs)
        {
            await Expect(tab.Locator("tr.chosen")).ToHaveCountAsync(0);
            await Expect(tab.Locator(".drawer h2")).ToHaveTextAsync("Nothing waits for this cause any more");
            (await tab.EvaluateAsync<bool>("() => window.loadedOnce")).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Nine_tabs_that_follow_the_host_leave_room_for_one_more()
    {
        await using var window = await _chromium.OpenAsync(_demo.Host);
        for (var opened = 0; opened < 9; opened++)
        {
            await window.TabAsync("/");
        }

        var last = await window.TabAsync("/record?q=%231042");
        (await last.EvaluateAsync<int>("async () => (await fetch('/healthz')).status")).ShouldBe(200);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    [InlineData(ColorScheme.Dark, 390)]
    public async Task No_page_has_an_accessibility_finding_or_is_too_wide(ColorScheme scheme, int width)
    {
        await using var window = await _chromium.OpenAsync(_demo.Host, scheme, width);
        foreach (var path in await AddressesAsync())
        {
            var tab = await window.TabAsync(path);
            (await Looks.FindingsAsync(tab)).ShouldBeEmpty(path);
            (await Looks.TooWideAsync(tab)).ShouldBeEmpty(path);
            await tab.CloseAsync();
        }
    }

    [Fact]
    public async Task Nothing_is_asked_of_another_origin_and_no_error_is_logged()
    {
        await using var window = await _chromium.OpenAsync(_demo.Host);
        foreach (var path in await AddressesAsync())
        {
            var tab = await window.TabAsync(path);
            await tab.WaitForResponseAsync(answer => answer.Url.EndsWith("/live", StringComparison.Ordinal));
            await tab.CloseAsync();
        }

        window.Foreign.ShouldBeEmpty();
        window.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_leads_to_a_record_and_what_happened_to_it_with_scripts_off()
    {
        await _demo.CauseAsync("not-found", Cancel);
        await using var window = await _chromium.OpenAsync(_demo.Host, scripts: false);
        var tab = await window.TabAsync("/");

        await tab.GetByRole(AriaRole.Link, new() { Name = "SKU-NOWHERE" }).ClickAsync();
        await Expect(tab.Locator(".commands button:visible")).ToHaveCountAsync(0);
        await tab.Locator(".records a").First.ClickAsync();
        await Expect(tab.Locator(".why h2")).ToContainTextAsync("SKU-NOWHERE");
        await Expect(tab.Locator(".timeline li").First).ToContainTextAsync("seen");
    }

    [Fact]
    public async Task A_name_that_two_shops_use_leads_to_both_records()
    {
        await using var window = await _chromium.OpenAsync(_demo.Host);
        var tab = await window.TabAsync("/");

        await tab.GetByLabel("Find a record").FillAsync("#1042");
        await tab.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
        await Expect(tab.Locator(".cards li")).ToHaveCountAsync(2);
        await tab.GetByRole(AriaRole.Link, new() { Name = "us-orders" }).ClickAsync();
        await Expect(tab.Locator("h1")).ToContainTextAsync("#1042");
        await Expect(tab.Locator("h1 .pill")).ToHaveTextAsync("written");
        await Expect(tab.Locator(".facts")).ToContainTextAsync("salesOrder");
    }

    private async Task<string[]> AddressesAsync() =>
    [
        "/", await _demo.CauseAsync("not-found", Cancel), "/?cause=order/erp/gone", "/record?q=%231042",
        "/record?q=%231440&flow=eu-orders", "/record?q=%231042&flow=us-orders", "/record?q=nobody", "/record",
    ];

    private async Task<List<string>> SaidAsync()
    {
        var flows = (await _demo.Host.ApiAsync("status", Cancel))["flows"]!.AsArray();
        return [.. flows.Select(flow =>
            $"{flow!["name"]} {string.Join(' ', Counts.Select(count => Number(flow["counts"]![count]!)))}")];
    }

    private static string Number(JsonNode count) =>
        count.GetValue<int>().ToString("N0", CultureInfo.InvariantCulture);

    private static async Task<List<string>> ShownAsync(IPage tab) => [.. await tab.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('#flows tbody tr')].map(row =>
          [row.querySelector('th').firstChild.textContent.trim(),
            ...[...row.querySelectorAll('td.n')].map(cell => cell.textContent)].join(' '))
        """)];
}
