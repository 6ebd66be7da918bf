namespace IntegrationHost.Page.Tests.Support;

/// <summary>A host of a site without connections and flows.</summary>
public sealed class QuietSite : IAsyncLifetime
{
    private Host? _host;

    internal Host Host => _host!;

    public async ValueTask InitializeAsync()
    {
        if (Chromium.IsThere)
        {
            _host = await Host.SiteAsync("", "", "", TestContext.Current.CancellationToken);
        }
    }

    public ValueTask DisposeAsync()
    {
        _host?.Dispose();
        return ValueTask.CompletedTask;
    }
}
