using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;
using IntegrationHost.Engine.Inbox;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;

namespace IntegrationHost.Engine.Intake;

/// <summary>Reads one flow's feed, when a trigger of the flow says so or when asked. The poll is the truth: what a
/// webhook missed is found here. The cursor moves in the same unit in which the page becomes durable.</summary>
internal sealed class FeedPoller(FlowDefinition flow, IChangeFeed feed, EngineParts parts, FlowRouting routing,
    Circuit circuit, Action<int> wakeLane) : IDisposable
{
    /// <summary>How far an account's clock may be behind ours: a flow that begins now reads from so much before, so
    /// that nothing falls between the two clocks.</summary>
    public static readonly TimeSpan ClockSkewMost = TimeSpan.FromMinutes(5);

    private readonly ILogger _log = parts.Log.CreateLogger<FeedPoller>();
    private readonly LaneSignal _now = new();

    public DateTimeOffset? LastPoll { get; private set; }

    public DateTimeOffset? NextPoll { get; private set; }

    public string? Fault { get; private set; }

    /// <summary>The last page, where it had fewer changes than its source said; null once a whole one came.</summary>
    public ShortPageException? ShortPage { get; private set; }

    /// <summary>Since when pages come short.</summary>
    public DateTimeOffset? ShortSince { get; private set; }

    public void PollNow() => _now.Raise();

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var next = FlowTriggers.NextAfter(flow, parts.Time.GetUtcNow());
            NextPoll = next;
            await PollAsync(cancel);
            await _now.WaitAsync(next, parts.Time, cancel);
        }
    }

    private async Task PollAsync(CancellationToken cancel)
    {
        try
        {
            using var _ = WorkPriority.Use(flow.Priority);
            await ReadOnAsync(cancel);
            LastPoll = parts.Time.GetUtcNow();
            Fault = null;
            (ShortPage, ShortSince) = (null, null);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            var reason = fault is BrokenCircuitException ? $"the connection is paused: {circuit.Fault}" : fault.Message;
            if (Fault != reason)
            {
                _log.LogWarning("Poll of {Flow} failed, it is tried again at {NextPoll:HH:mm:ss}: {Fault}",
                    flow.Name, NextPoll, reason);
            }

            Fault = reason;
            ShortPage = fault as ShortPageException;
            ShortSince = ShortPage is null ? null : ShortSince ?? parts.Time.GetUtcNow();
        }
    }

    private async Task ReadOnAsync(CancellationToken cancel)
    {
        for (var pages = 0; pages < parts.Options.PollPagesMost; pages++)
        {
            var stored = await parts.Ledger.CursorAsync(flow.Name, cancel) ?? await BeginAsync(cancel);
            var page = await circuit.RunAsync(
                token => feed.ReadChangesAsync(flow.From.Entity, stored, token), cancel);
            if (page.Receipt > page.Changes.Count)
            {
                throw new ShortPageException(flow, page.Receipt.Value, page.Changes.Count);
            }

            await StoreAsync(page, stored, cancel);
            if (!page.HasMore)
            {
                return;
            }
        }

        PollNow();
    }

    // Durable before the first read: a source that does not answer at first must not move the beginning.
    private async Task<Cursor> BeginAsync(CancellationToken cancel)
    {
        var first = Cursor.From(
            flow.Since == FlowDefinition.FirstStart ? parts.Time.GetUtcNow() - ClockSkewMost : flow.Since);
        await parts.Inbox.AppendAsync(new Append([]) { Cursor = new CursorMove(flow.Name, null, first) }, cancel);
        return await parts.Ledger.CursorAsync(flow.Name, cancel) ?? first;
    }

    private async Task StoreAsync(ChangePage page, Cursor expected, CancellationToken cancel)
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
