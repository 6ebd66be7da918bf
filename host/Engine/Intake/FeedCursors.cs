using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine.Intake;

/// <summary>Shows and sets back the cursors of the flows that run.</summary>
internal sealed class FeedCursors(
    EngineParts parts, IReadOnlyDictionary<string, FeedPoller> pollers, IReadOnlyDictionary<string, Circuit> circuits)
    : ICursors
{
    private const int TriesMost = 10;

    private readonly ILogger _log = parts.Log.CreateLogger<FeedCursors>();

    public async Task<FlowCursor> ShowAsync(string flow, CancellationToken cancel)
    {
        var (definition, poller) = Of(flow);
        var cursor = await parts.Ledger.CursorAsync(flow, cancel);
        return new FlowCursor(flow, definition.From.ToString(), cursor?.Value, cursor?.Since, poller.LastPoll,
            poller.NextPoll, poller.Fault, FlowTriggers.Describe(definition));
    }

    public Task<RewindPreview> PreviewAsync(string flow, DateTimeOffset to, CancellationToken cancel) =>
        ScanOf(Of(flow, to)).PreviewAsync(to, cancel);

    public async Task RewindAsync(string flow, DateTimeOffset to, string by, CancellationToken cancel)
    {
        Of(flow, to);
        for (var tries = 0; tries < TriesMost; tries++)
        {
            var stands = await parts.Ledger.CursorAsync(flow, cancel);
            var move = new CursorMove(flow, stands, Cursor.From(to));
            var answer = await parts.Inbox.AppendAsync(new Append([]) { Cursor = move }, cancel);
            if (answer.Verdict == AppendVerdict.Stored)
            {
                _log.LogInformation("{Flow} was set to {To:u} by {By}; it stood at {Cursor}",
                    flow, to, by, stands?.Value ?? "its beginning");
                pollers[flow].PollNow();
                return;
            }
        }

        throw new InvalidOperationException($"the cursor of {flow} moves all the time; try again in a moment");
    }

    private FeedScan ScanOf(FlowDefinition flow) => new(
        flow, (IChangeFeed)parts.Connectors[flow.From.Connection], circuits[flow.From.Connection], parts.History);

    private (FlowDefinition Flow, FeedPoller Poller) Of(string flow) =>
        pollers.TryGetValue(flow, out var poller)
            ? (parts.Flows.First(known => known.Name == flow), poller)
            : throw new ArgumentException(FlowNames.Unknown(flow, pollers.Keys, "reads a feed"));

    private FlowDefinition Of(string flow, DateTimeOffset to)
    {
        var (definition, _) = Of(flow);
        return to > parts.Time.GetUtcNow() ? throw new ArgumentException(
                $"{to:u} has not come yet; name an instant of the past")
            : to < definition.Since ? throw new ArgumentException(
                $"{flow} begins at {definition.Since:u} (flows:{flow}:since); what is older is read in by "
                + $"'ihost backfill {flow} --since …'")
            : definition;
    }
}
