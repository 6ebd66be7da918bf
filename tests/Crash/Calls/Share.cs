using IntegrationHost.Crash.Wire;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Crash.Calls;

/// <summary>The part of the state that one caller writes, alone: so its model is exact however the callers are
/// scheduled, while the store mixes all of them into its groups.</summary>
internal sealed class Share(int number)
{
    private const int LanesEach = 2;
    private const int RecordsPerFlow = 60;
    private const int PartnersPerLink = 80;

    public int Number => number;

    public string[] Flows { get; } = [$"orders-{number}", $"refunds-{number}"];

    public int[] Lanes { get; } = [.. Enumerable.Range(number * LanesEach, LanesEach)];

    public string Values { get; } = $"share-{number}/";

    public string LinkName { get; } = $"order-{number}";

    public string CauseOf(int fault) => $"share-{number}/cause-{fault}";

    /// <summary>Ids have whatever a source may put into them.</summary>
    public RecordKey RecordOf(Random dice)
    {
        var (flow, at) = (dice.Next(Flows.Length), dice.Next(RecordsPerFlow));
        var id = (at % 10) switch
        {
            0 => $"{number}|{at}",
            1 => $"{number}%7C{at}",
            2 => $"Zoë 🚚 {number}-{at}",
            _ => $"{number}-{at}",
        };
        return new RecordKey(Flows[flow], flow == 0 ? "order" : "refund", id);
    }

    /// <summary>The same lane for a record for ever.</summary>
    public int LaneOf(RecordKey record) => Lanes[Engine.Inbox.Lanes.Of("shop", record.Id, Lanes.Length)];

    public Link LinkOf(RecordKey record, Random dice) => new(
        LinkName,
        new LinkEnd("shop", record.Entity, record.Id),
        new LinkEnd("erp", "salesOrder", PartnerOf(dice.Next(PartnersPerLink))));

    public LinkSide ShopSide(string id) => new(LinkName, "shop", id, "erp");

    public LinkSide ErpSide(string id) => new(LinkName, "erp", id, "shop");

    /// <summary>What is read for a comparison: these records and keys, and every partner a record may have.</summary>
    public Scope Scope(IReadOnlyCollection<RecordKey> records, IEnumerable<string> deliveries)
    {
        var partners = Enumerable.Range(0, PartnersPerLink).Select(partner => ErpSide(PartnerOf(partner)));
        var shop = records.Select(record => record.Id).Distinct().Select(ShopSide);
        return new Scope(Flows, Lanes, Values, [.. records], [.. shop, .. partners], [.. deliveries]);
    }

    private string PartnerOf(int partner) => $"{number}-t{partner}";
}
