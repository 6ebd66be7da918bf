using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace IntegrationHost.Page.Tests.Support;

/// <summary>What is wrong with how a page looks.</summary>
internal static class Looks
{
    /// <summary>Every finding of axe, one a line.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(IPage tab)
    {
        var result = await tab.RunAxe();
        await tab.BringToFrontAsync(); // It works in a tab of its own, and a hidden page rests.
        return [.. result.Violations.SelectMany(violation => violation.Nodes
            .Select(node => $"{violation.Id}: {node.Html}"))];
    }

    /// <summary>Everything that reaches over the right edge, so that the page scrolls sideways.</summary>
    public static async Task<IReadOnlyList<string>> TooWideAsync(IPage tab) => await tab.EvaluateAsync<string[]>("""
        () => document.documentElement.scrollWidth <= innerWidth ? [] :
          [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth)
            .map(one => `${one.tagName} ${one.className}: ${one.textContent.slice(0, 60)}`)
        """);
}
