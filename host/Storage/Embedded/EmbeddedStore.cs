using System.Globalization;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using LiteDB;

namespace IntegrationHost.Storage.Embedded;

/// <summary>The state of one host in one folder, in LiteDB. One process at a time.</summary>
public sealed class EmbeddedStore : IAsyncDisposable
{
    private const string FileName = "state.db";
    private const string LockName = "state.lock";

    // A file somebody else has locked: EAGAIN of Linux and of macOS, the sharing violation of Windows.
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _lock;
    private readonly LiteDatabase _database;
    private readonly OwnerThread _owner;

    private EmbeddedStore(FileStream @lock, LiteDatabase database, StoreState state, TimeProvider time, string path)
    {
        _lock = @lock;
        _database = database;
        _owner = new OwnerThread(database);
        Inbox = new EmbeddedInbox(_owner, state);
        Ledger = new EmbeddedLedger(_owner, state);
        History = new EmbeddedHistory(_owner, state);
        Upkeep = new EmbeddedUpkeep(_owner, state, path, time);
    }

    /// <summary>The inbox.</summary>
    public IInbox Inbox { get; }

    /// <summary>The ledger.</summary>
    public ILedger Ledger { get; }

    /// <summary>The history.</summary>
    public IHistory History { get; }

    /// <summary>Looking after the state.</summary>
    public IUpkeep Upkeep { get; }

    /// <summary>Opens the folder, or makes it; only one process at a time can.</summary>
    /// <exception cref="StoreInUseException">Another process has it.</exception>
    /// <exception cref="StoreUnusableException">The folder cannot be written, or the file is no state.</exception>
    public static async Task<EmbeddedStore> OpenAsync(string folder, TimeProvider time, CancellationToken cancel)
    {
        var @lock = Lock(folder);
        try
        {
            var path = Path.Combine(folder, FileName);
            var (database, state) = await Task.Run(() => Open(path), cancel);
            return new EmbeddedStore(@lock, database, state, time, path);
        }
        catch
        {
            await @lock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Finishes what was asked and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _owner.DisposeAsync();
        _database.Dispose();
        await _lock.DisposeAsync();
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException($"the data folder '{folder}' cannot be made: {fault.Message}", fault);
        }

        var path = Path.Combine(folder, LockName);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StoreUnusableException(
                $"the data folder '{folder}' cannot be written by this user; change its owner or its mode", fault);
        }
        catch (IOException fault) when (InUse.Contains(fault.HResult))
        {
            throw new StoreInUseException(folder, fault);
        }
        catch (IOException fault)
        {
            throw new StoreUnusableException($"the data folder '{folder}' cannot be locked: {fault.Message}", fault);
        }
    }

    private static (LiteDatabase Database, StoreState State) Open(string path)
    {
        LiteDatabase? database = null;
        try
        {
            FileHead.Check(path);
            database = new LiteDatabase(new ConnectionString
            {
                Filename = path,
                Connection = ConnectionType.Direct,
                Collation = new Collation(CultureInfo.InvariantCulture.LCID, CompareOptions.Ordinal),
            });
            CheckFormat(database, path);
            database.CheckpointSize = 0; // The owner thread checkpoints after each group.
            return (database, StoreState.Load(database));
        }
        catch (StoreUnusableException)
        {
            database?.Dispose();
            throw;
        }
        catch (Exception fault)
        {
            // LiteDB meets a damaged file with whatever exception the bytes lead to, also when it is closed.
            TryClose(database);
            throw new StoreUnusableException(
                $"'{path}' cannot be read as the state of a host: {fault.Message}; move it away or restore a backup",
                fault);
        }
    }

    private static void CheckFormat(LiteDatabase database, string path)
    {
        var format = StoreState.FormatOf(database);
        if (format > StoreState.Format)
        {
            throw new StoreUnusableException(
                $"'{path}' has format {format} and this host reads up to format {StoreState.Format}: a newer version "
                + "wrote it; start that version, or restore a backup that this one made");
        }
    }

    private static void TryClose(LiteDatabase? database)
    {
        try
        {
            database?.Dispose();
        }
        catch (Exception)
        {
            // The first fault is the one to tell.
        }
    }
}
