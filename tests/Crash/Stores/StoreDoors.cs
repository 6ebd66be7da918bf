using IntegrationHost.Crash.Broken;
using IntegrationHost.Crash.Wire;
using IntegrationHost.Storage.Embedded;
using IntegrationHost.Storage.Journal;
using IntegrationHost.Storage.Payloads;
using IntegrationHost.Storage.Postgres;
using LiteDB;

namespace IntegrationHost.Crash.Stores;

/// <summary>Opens a store by its name.</summary>
internal static class StoreDoors
{
    public const string Embedded = "embedded";
    public const string Postgres = "postgres";
    public const string LiteDb = "litedb";

    /// <summary>Stores that must be found out; LiteDB as it is among them.</summary>
    public static readonly IReadOnlyDictionary<string, Func<LiteDatabase, LiteDbLog>> Broken =
        new Dictionary<string, Func<LiteDatabase, LiteDbLog>>
        {
            [LiteDb] = database => new LiteDbLog(database),
            ["acknowledges-early"] = database => new AcknowledgesEarly(database),
            ["drops-the-last"] = database => new DropsTheLast(database),
            ["loses-links"] = database => new LosesLinks(database),
            ["forgets-deliveries"] = database => new ForgetsDeliveries(database),
            ["settles-in-halves"] = database => new SettlesInHalves(database),
        };

    public static async Task<IOpened> OpenAsync(OpenStore open, CancellationToken cancel) => open.Store switch
    {
        Embedded => new OpenedPorts(await EmbeddedStore.OpenAsync(Small(open.Where), cancel)),
        Postgres => new OpenedPorts(await PostgresStore.OpenAsync(
            new PostgresOptions { Connection = open.Where, HostName = "crash", Seal = new PlainSeal() }, cancel)),
        _ => OpenBroken(open),
    };

    /// <summary>An embedded store whose segments and snapshots are small enough for many of them to come and go in a
    /// short life.</summary>
    public static EmbeddedOptions Small(string folder) => new(folder)
    {
        SnapshotEveryBytes = 128 << 10,
        Journal = new JournalOptions { SegmentBytes = 96 << 10 },
    };

    private static LiteDbLog OpenBroken(OpenStore open)
    {
        Directory.CreateDirectory(open.Where);
        return Broken[open.Store](new LiteDatabase(Path.Combine(open.Where, "state.db")));
    }
}
