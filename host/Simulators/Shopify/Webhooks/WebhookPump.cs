namespace IntegrationHost.Simulators.Shopify.Webhooks;

/// <summary>Posts a shop's deliveries, a few at a time, and repeats those that were not answered with success:
/// bounded, with a growing pause.</summary>
internal sealed class WebhookPump(WebhookOutbox outbox, HttpClient http, TimeProvider time)
{
    private const int AtOnce = 8;
    private const int TriesMost = 8;
    private static readonly TimeSpan PauseFirst = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(5);

    public Task RunAsync(CancellationToken cancel) => Parallel.ForEachAsync(
        outbox.Waiting.ReadAllAsync(cancel),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
        async (delivery, stop) => await DeliverAsync(delivery, stop));

    private async Task DeliverAsync(WebhookDelivery delivery, CancellationToken cancel)
    {
        for (var tries = 1; tries <= TriesMost; tries++)
        {
            if (await PostAsync(delivery, cancel))
            {
                outbox.Delivered++;
                return;
            }

            await Task.Delay(PauseFirst * Math.Pow(2, tries - 1), time, cancel);
        }
    }

    private async Task<bool> PostAsync(WebhookDelivery delivery, CancellationToken cancel)
    {
        using var within = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, delivery.Address)
        {
            Content = new ByteArrayContent(delivery.Body),
        };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in delivery.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await http.SendAsync(request, either.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (
            fault is HttpRequestException || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false; // Nobody answered: it is repeated.
        }
    }
}
