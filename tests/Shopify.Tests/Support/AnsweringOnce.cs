namespace IntegrationHost.Plugins.Shopify.Tests.Support;

/// <summary>Stands before a shop and answers the first call of one operation itself.</summary>
internal sealed class AnsweringOnce(HttpMessageHandler shop, string operation, string answer) : DelegatingHandler(shop)
{
    private bool _answered;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var isIt = (await request.Content!.ReadAsStringAsync(cancel)).Contains(
            $"\"operationName\":\"{operation}\"", StringComparison.Ordinal);
        if (_answered || !isIt)
        {
            return await base.SendAsync(request, cancel);
        }

        _answered = true;
        return new HttpResponseMessage { Content = new StringContent(answer) };
    }
}
