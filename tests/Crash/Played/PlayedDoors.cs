using System.Runtime.CompilerServices;
using IntegrationHost.Crash.Stores;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded;
using LiteDB;
using LiteDB.Engine;

namespace IntegrationHost.Crash.Played;

/// <summary>Opens a store on a played disk.</summary>
internal static class PlayedDoors
{
    private const string Folder = "/state";

    /// <summary>Whether such a store can be put on a played disk.</summary>
    public static bool Knows(string store) => store is StoreDoors.LiteDb or StoreDoors.Embedded;

    public static async Task<IOpened> OpenAsync(string store, IDisk disk, CancellationToken cancel) =>
        store == StoreDoors.Embedded
            ? new OpenedPorts(await EmbeddedStore.OpenAsync(Embedded(disk), cancel))
            : await Task.Run(() => StoreDoors.Broken[store](OpenLiteDb(disk)), cancel);

    // A disk that had its power cut is another one: so is the start of its machine.
    private static EmbeddedOptions Embedded(IDisk disk) => StoreDoors.Small(Folder) with
    {
        Disk = disk,
        Boot = () => $"boot-{RuntimeHelpers.GetHashCode(disk)}",
    };

    private static LiteDatabase OpenLiteDb(IDisk disk)
    {
        disk.MakeFolder(Folder);
        DiskStream Stream(string name) => new(disk.Open($"{Folder}/{name}", FileMode.OpenOrCreate));
        var settings = new EngineSettings
        {
            DataStream = Stream("state.db"),
            LogStream = Stream("state-log.db"),
            TempStream = new MemoryStream(),
        };
        disk.SyncFolder(Folder); // Files that nobody knows of would lose everything; that is not the question here.
        return new LiteDatabase(new LiteEngine(settings));
    }
}
