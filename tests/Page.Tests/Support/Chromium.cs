using IntegrationHost.Page.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace IntegrationHost.Page.Tests.Support;

/// <summary>One browser for all tests: the machine's own, nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string? Path = Places.FirstOrDefault(File.Exists);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static bool IsThere => Path is not null;

    public async ValueTask InitializeAsync()
    {
        if (IsThere)
        {
            Assertions.SetDefaultExpectTimeout(20_000); // Milliseconds; the machine may be busy.
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Path,
                // Tests run as root in containers, whose shared memory is small.
                Args = ["--no-sandbox", "--disable-dev-shm-usage"],
            });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public static void MustBeThere()
    {
        if (!IsThere)
        {
            Assert.Skip($"chromium is not installed: none of {string.Join(", ", Places)} exists");
        }
    }

    /// <summary>A window with its own cookies and cache, in which every address starts at the page's.</summary>
    internal async Task<Window> OpenAsync(Host host, ColorScheme scheme = ColorScheme.Light, int width = 1280,
        bool scripts = true)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = host.Page.AbsoluteUri,
            ColorScheme = scheme,
            ViewportSize = new() { Width = width, Height = 844 },
            JavaScriptEnabled = scripts,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        return new Window(context, host.Page);
    }
}
