using IntegrationHost.Connectors;
using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Storage;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>What the host has said it has: webhooks it answered with success, and pages its cursors went past. All of
/// it must be there after any crash.</summary>
internal sealed class Promises(Verdicts verdicts)
{
    private readonly Dictionary<(string Flow, string Cursor), List<string>> _pages = [];
    private readonly Dictionary<(string Flow, string Id), string> _made = [];

    /// <summary>A page that a feed has given, not yet used.</summary>
    public void PageRead(string flow, ChangePage page)
    {
        if (!_pages.TryGetValue((flow, page.Next.Value), out var ids))
        {
            _pages.Add((flow, page.Next.Value), ids = []);
        }

        ids.AddRange(page.Changes.Select(change => change.Id));
    }

    public void CursorMoved(string flow, Cursor next)
    {
        foreach (var id in _pages.GetValueOrDefault((flow, next.Value)) ?? [])
        {
            _made[(flow, id)] = $"the cursor of {flow} went past it";
        }
    }

    public void WebhookAccepted(string flow, string id) =>
        _made.TryAdd((flow, id), "its webhook was answered with success");

    /// <summary>Looks for all of it in the state of a new life.</summary>
    public async Task CheckAsync(IStateStore store)
    {
        foreach (var ((flow, id), why) in _made)
        {
            var states = await store.History.FindAsync(id, CancellationToken.None);
            if (states.All(state => state.Record.Flow != flow))
            {
                verdicts.Found("acknowledged", $"{flow} {id} is not in the state, although {why}");
            }
        }
    }
}
