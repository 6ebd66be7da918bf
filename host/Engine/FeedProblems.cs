using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine;

/// <summary>Problems of whole feeds, in the form of those of records: they stand on the same list, and go when the feed
/// is whole again.</summary>
internal static class FeedProblems
{
    public const string ShortPage = "short-page";

    public static IEnumerable<Problem> Of(
        IEnumerable<(FlowDefinition Flow, FeedPoller Poller)> pollers, DateTimeOffset now) =>
        pollers.Where(each => each.Poller.ShortPage is not null).Select(each => Of(each.Flow, each.Poller, now));

    private static Problem Of(FlowDefinition flow, FeedPoller poller, DateTimeOffset now) => new(
        $"{flow.Link}/{flow.From.Connection}/{ShortPage}/{flow.From.Entity}",
        ShortPage,
        poller.ShortPage!.Message,
        $"nothing is passed over: the page is read again at every poll of {flow.Name}; if it stays, ask whoever runs "
        + $"{flow.From.Connection} which {flow.From.Entity} records it hides",
        NeedsPerson: true,
        poller.ShortPage.Missing,
        [flow.Name],
        [],
        poller.ShortSince ?? now,
        now,
        []);
}
