namespace IntegrationHost.Page.Tests.Support;

/// <summary>The demo after its orders came in: ten wait for a table's entry, three for an item.</summary>
public sealed class PlayedDemo : IAsyncLifetime
{
    private Host? _host;

    internal Host Host => _host!;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.IsThere)
        {
            _host = await Host.DemoAsync(TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _host?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The address of a cause, which waits again after any release.</summary>
    internal async Task<string> CauseAsync(string code, CancellationToken cancel)
    {
        var problem = await Eventually.AskAsync(
            () => Host.ProblemAsync(code, cancel), found => found is not null, cancel);
        return $"/?cause={Uri.EscapeDataString(problem!["cause"]!.GetValue<string>())}";
    }
}
