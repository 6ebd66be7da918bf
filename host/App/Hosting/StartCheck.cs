using IntegrationHost.Connectors;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.App.Hosting;

/// <summary>Asks every connection once, when the host has started, whether it is as its flows need it: the right
/// account, the rights to read and write. What is missing is named in the log; the flows run nevertheless, for others
/// of them may have all they need.</summary>
internal static class StartCheck
{
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    public static Task RunAsync(
        IReadOnlyDictionary<string, IConnector> connectors, ILogger log, TimeProvider time, CancellationToken cancel) =>
        Task.WhenAll(connectors.Select(pair => AskAsync(pair.Key, pair.Value, log, time, cancel)));

    private static async Task AskAsync(
        string connection, IConnector connector, ILogger log, TimeProvider time, CancellationToken cancel)
    {
        using var within = new CancellationTokenSource(AnswerWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(within.Token, cancel);
        try
        {
            var health = await connector.CheckAsync(either.Token);
            if (!health.Ok)
            {
                log.LogWarning("{Connection} is not as its flows need it: {Detail}", connection, health.Detail);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("{Connection} did not say within {Seconds} s whether it is as its flows need it; they run "
                + "nevertheless", connection, AnswerWithin.TotalSeconds);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("{Connection} could not be asked at the start: {Fault}", connection, fault.Message);
        }
    }
}
