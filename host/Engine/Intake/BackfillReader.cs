using System.Globalization;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Connections;

namespace IntegrationHost.Engine.Intake;

/// <summary>The next part of a backfill: of its ids, by the connector's bulk interface where it has one for the entity,
/// else by the feed.</summary>
internal sealed class BackfillReader(FlowDefinition flow, IConnector source, Circuit circuit, BackfillStore store)
{
    /// <summary>Ids read at once.</summary>
    public const int IdsAtOnce = 100;

    public const string ByIds = "ids";
    public const string ByBulk = "bulk";
    public const string ByFeed = "feed";

    public async Task<BackfillPart> ReadAsync(BackfillStatus status, Cursor? stands, CancellationToken cancel)
    {
        switch (status.Way)
        {
            case ByIds:
                return await IdsAsync(stands, cancel);
            case ByBulk when source is IBackfill bulk:
                try
                {
                    var page = await circuit.RunAsync(token => bulk.ReadBackfillAsync(
                        flow.From.Entity, new BackfillRequest(status.Since, stands), token), cancel);
                    return new BackfillPart(page.Changes, page.Next, page.HasMore, ByBulk)
                    {
                        Done = page.Done,
                        Total = page.Total,
                    };
                }
                catch (NotSupportedException) when (stands is null && source is IChangeFeed)
                {
                    return await FeedAsync((IChangeFeed)source, Beginning(status), cancel);
                }

            default:
                return await FeedAsync((IChangeFeed)source, stands ?? Beginning(status), cancel);
        }
    }

    private static Cursor Beginning(BackfillStatus status) => Cursor.From(status.Since ?? DateTimeOffset.UnixEpoch);

    private async Task<BackfillPart> IdsAsync(Cursor? stands, CancellationToken cancel)
    {
        var from = stands is null ? 0 : int.Parse(stands.Value, CultureInfo.InvariantCulture);
        var ids = await store.IdsAsync(flow.Name, from, IdsAtOnce, cancel);
        var next = new Cursor((from + ids.Count).ToString(CultureInfo.InvariantCulture));
        return new BackfillPart(
            [.. ids.Select(id => new Change(flow.From.Entity, id, ""))], next, ids.Count > 0, ByIds)
        {
            Done = from + ids.Count,
        };
    }

    private async Task<BackfillPart> FeedAsync(IChangeFeed feed, Cursor from, CancellationToken cancel)
    {
        var page = await circuit.RunAsync(token => feed.ReadChangesAsync(flow.From.Entity, from, token), cancel);
        return page.Receipt > page.Changes.Count
            ? throw new ShortPageException(flow, page.Receipt.Value, page.Changes.Count)
            : new BackfillPart(page.Changes, page.Next, page.HasMore, ByFeed);
    }
}
