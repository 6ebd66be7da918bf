using System.Net;
using IntegrationHost.Simulators.Doors;

namespace IntegrationHost.Simulators.Tests.NetSuite;

/// <summary>Hands an HttpClient's requests to a simulator, as a door does.</summary>
internal sealed class SimulatorHandler(ISimulator simulator) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancel) : [];
        var headers = request.Headers.ToDictionary(
            header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        var answer = simulator.Handle(new SimulatedRequest(request.Method.Method, request.RequestUri!, headers, body));
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status)
        {
            Content = new ByteArrayContent(answer.Body.ToArray()),
        };
        foreach (var (name, value) in answer.Headers)
        {
            _ = response.Headers.TryAddWithoutValidation(name, value)
                || response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
