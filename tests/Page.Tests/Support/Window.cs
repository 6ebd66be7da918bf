using Microsoft.Playwright;

namespace IntegrationHost.Page.Tests.Support;

/// <summary>A browser window, its tabs, and what went wrong in them.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _errors = [];
    private readonly List<string> _foreign = [];

    public Window(IBrowserContext context, Uri home)
    {
        _context = context;
        _context.SetDefaultTimeout(20_000); // Milliseconds; the machine may be busy.
        _context.Console += (_, message) => Note(_errors, message.Type == "error", message.Text);
        _context.WebError += (_, error) => Note(_errors, true, error.Error);
        _context.Request += (_, request) => Note(_foreign, IsForeign(new Uri(request.Url), home), request.Url);
    }

    /// <summary>Errors on the console, and exceptions of scripts.</summary>
    public IReadOnlyList<string> Errors => Copy(_errors);

    /// <summary>Requests to another origin.</summary>
    public IReadOnlyList<string> Foreign => Copy(_foreign);

    /// <summary>Opens an address in a new tab.</summary>
    public async Task<IPage> TabAsync(string path)
    {
        var tab = await _context.NewPageAsync();
        await tab.GotoAsync(path);
        return tab;
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private static bool IsForeign(Uri address, Uri home) => address.Scheme != "data" && !home.IsBaseOf(address);

    private static void Note(List<string> notes, bool wanted, string text)
    {
        if (wanted)
        {
            lock (notes)
            {
                notes.Add(text);
            }
        }
    }

    private static string[] Copy(List<string> notes)
    {
        lock (notes)
        {
            return [.. notes];
        }
    }
}
