using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Tests.Support;

/// <summary>Plain records of the ports; a test states only what it is about.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 24, 8, 0, 0, TimeSpan.Zero);

    public static RecordKey Order(string id, string flow = "orders") => new(flow, "order", id);

    public static NewChange Change(
        string id, string version = "1", string flow = "orders", int lane = 0, DateTimeOffset? seen = null) =>
        Change(Order(id, flow), version, lane, seen);

    public static NewChange Change(RecordKey record, string version, int lane = 0, DateTimeOffset? seen = null) =>
        new(record, lane, new Change(record.Entity, record.Id, version), "poll", seen ?? Morning);

    public static NewChange Named(this NewChange change, string name) =>
        change with { Change = change.Change with { Name = name } };

    public static NewChange Gone(this NewChange change) =>
        change with { Change = change.Change with { Kind = ChangeKind.Delete } };

    public static LedgerEntry Entry(string version = "1", EntryState state = EntryState.Written) => new(
        state, "#1042", version, "print", "salesOrder", "900", "5", "abc123", Morning)
    {
        Agreed = """{"here":1}""",
    };

    /// <summary>A shop's order that is an ERP's sales order.</summary>
    public static Link Link(string shop, string erp) =>
        new("order", new LinkEnd("shop", "order", shop), new LinkEnd("erp", "salesOrder", erp));

    public static LinkSide InShop(string id) => new("order", "shop", id, "erp");

    public static LinkSide InErp(string id) => new("order", "erp", id, "shop");

    public static ProblemNote Problem(string cause, bool needsPerson = true) =>
        new(cause, "code-of-" + cause, $"{cause} is wrong", $"mend {cause}", needsPerson);

    public static Dependency Table(string key) => new(DependencyKind.Table, "payment-methods", key);

    public static Intent Intent(RecordKey record, string key = "key-1") => new(
        record, key, "salesOrder", null, """{"total":"10.50"}"""u8.ToArray(),
        new IntentSource("1", "abc123", "print", 1), Morning);

    public static Retry Retry(RecordKey record, DateTimeOffset due) => new(record, due, "it hangs", Morning);

    public static NamedValue Value(string name, string value) => new(name, value, 0, "ana", Morning);
}
