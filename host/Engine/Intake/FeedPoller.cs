using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace IntegrationHost.Engine.Intake;

/// <summary>Reads one flow's feed, at its interval or when asked. The poll is the truth: what a webhook missed is found
/// here. The cursor moves in the same unit in which the page becomes durable.</summary>
internal sealed class FeedPoller(FlowDefinition flow, IChangeFeed feed, EngineParts parts, FlowRouting routing,
    Circuit circuit, Action<int> wakeLane) : IDisposable
{
    private readonly ILogger _log = parts.Log.CreateLogger<FeedPoller>();
    private readonly LaneSignal _now = new();

    public DateTimeOffset? LastPoll { get; private set; }

    public string? Fault { get; private set; }

    public void PollNow() => _now.Raise();

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var next = parts.Time.GetUtcNow() + flow.PollEvery;
            await PollAsync(cancel);
            await _now.WaitAsync(next, parts.Time, cancel);
        }
    }

    private async Task PollAsync(CancellationToken cancel)
    {
        try
        {
            using var _ = WorkPriority.Use(flow.Priority);
            await circuit.RunAsync(ReadOnAsync, cancel);
            LastPoll = parts.Time.GetUtcNow();
            Fault = null;
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            var reason = fault is BrokenCircuitException ? $"the connection is paused: {circuit.Fault}" : fault.Message;
            if (Fault != reason)
            {
                _log.LogWarning("Poll of {Flow} failed, it is tried again in {PollEvery}: {Fault}",
                    flow.Name, flow.PollEvery, reason);
            }

            Fault = reason;
        }
    }

    private async Task<bool> ReadOnAsync(CancellationToken cancel)
    {
        for (var pages = 0; pages < parts.Options.PollPagesMost; pages++)
        {
            var stored = await parts.Ledger.CursorAsync(flow.Name, cancel);
            var page = await feed.ReadChangesAsync(flow.From.Entity, stored ?? First(), cancel);
            if (page.Receipt > page.Changes.Count)
            {
                throw new ShortPageException(flow, page.Receipt.Value, page.Changes.Count);
            }

            await StoreAsync(page, stored, cancel);
            if (!page.HasMore)
            {
                return true;
            }
        }

        PollNow();
        return false;
    }

    private Cursor First() =>
        Cursor.From(flow.Since == FlowDefinition.FirstStart ? parts.Time.GetUtcNow() : flow.Since);

    private async Task StoreAsync(ChangePage page, Cursor? expected, CancellationToken cancel)
    {
        if (page.Changes.Count == 0 && page.Next == expected)
        {
            return;
        }

        var now = parts.Time.GetUtcNow();
        var changes = page.Changes.Select(change => routing.ToFlow(flow, change, "poll", now)).ToArray();
        var append = new Append(changes) { Cursor = new CursorMove(flow.Name, expected, page.Next) };
        var answer = await parts.Inbox.AppendAsync(append, cancel);
        if (answer.Stored > 0)
        {
            foreach (var lane in changes.Select(change => change.Lane).Distinct())
            {
                wakeLane(lane);
            }
        }
    }

    public void Dispose() => _now.Dispose();
}

/// <summary>A page with fewer records than its source claimed: reading on would lose the rest.</summary>
internal sealed class ShortPageException(FlowDefinition flow, int claimed, int got) : Exception(
    $"{flow.From} said a page has {claimed} changes but gave {got}; the cursor of {flow.Name} stays where it was");
