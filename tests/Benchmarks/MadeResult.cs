using System.Globalization;
using System.Net;

namespace IntegrationHost.Benchmarks;

/// <summary>A shop whose bulk operation is done and whose result is made while it is read.</summary>
internal sealed class MadeResult(int orders) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Get)
        {
            var from = request.Headers.Range!.Ranges.Single().From!.Value;
            return new HttpResponseMessage(HttpStatusCode.PartialContent)
            {
                Content = new StreamContent(new MadeLines(orders, from)),
            };
        }

        var asked = await request.Content!.ReadAsStringAsync(cancellationToken);
        return Answer(asked.Contains("\"BulkRun\"", StringComparison.Ordinal)
            ? """{"bulkOperationRunQuery":{"bulkOperation":{"id":"1","status":"CREATED"},"userErrors":[]}}"""
            : string.Create(CultureInfo.InvariantCulture, $$$"""
                {"bulkOperation":{"id":"1","status":"COMPLETED","objectCount":"{{{orders}}}","url":"https://r/1"}}
                """));
    }

    private static HttpResponseMessage Answer(string data) => new(HttpStatusCode.OK)
    {
        Content = new StringContent($$"""{"data":{{data}}}"""),
    };
}
