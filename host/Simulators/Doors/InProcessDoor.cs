namespace IntegrationHost.Simulators.Doors;

/// <summary>A door without a socket, for tests: give it to an <see cref="HttpClient"/>.</summary>
/// <param name="simulator">What answers.</param>
/// <param name="time">The clock on which an answer takes as long as it takes; null gives it out at once.</param>
public sealed class InProcessDoor(ISimulator simulator, TimeProvider? time = null) : HttpMessageHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = request.Headers.Concat(request.Content?.Headers.AsEnumerable() ?? [])
            .ToDictionary(
                header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        cancellationToken.ThrowIfCancellationRequested();
        var answer = simulator.Handle(new SimulatedRequest(request.Method.Method, request.RequestUri!, headers, body));
        if (time is not null && answer.After != TimeSpan.Zero)
        {
            await Task.Delay(answer.After, time, cancellationToken);
        }

        var response = new HttpResponseMessage((System.Net.HttpStatusCode)answer.Status)
        {
            RequestMessage = request,
            Content = new ReadOnlyMemoryContent(answer.Body),
        };
        foreach (var (name, value) in answer.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}
