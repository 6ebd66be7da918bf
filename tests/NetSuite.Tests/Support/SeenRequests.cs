namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>Keeps the query of every request.</summary>
internal sealed class SeenRequests(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<(string Method, string Query)> _seen = [];

    public IReadOnlyList<string> QueriesOf(string method) =>
        [.. _seen.Where(request => request.Method == method).Select(request => request.Query)];

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _seen.Enqueue((request.Method.Method, request.RequestUri!.Query));
        return base.SendAsync(request, cancellationToken);
    }
}
