using System.Globalization;
using IntegrationHost.Storage.Disk;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Projecting.Tables;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Payloads;
using LiteDB;
using LiteDB.Engine;

namespace IntegrationHost.Storage.Embedded.Projecting;

/// <summary>The projection in LiteDB: one collection per table. A row that is looked up has a document of its own; the
/// others stand in runs. Images are sealed. Only one thread at a time may use it. LiteDB's log lies in a file of its
/// own until it is checkpointed.</summary>
internal sealed class ProjectionFile : IDisposable
{
    /// <summary>With more than this in its log, it is time for a checkpoint.</summary>
    public const int LogBytesMost = 32 << 20;

    private const string AppliedKey = "applied";
    private const int CopiedAtOnce = 500; // Documents.

    // The tables whose rows are looked up one by one, and how their collections are called: those without the suffix
    // held a document for each row, up to format 2.
    private static readonly Table[] LookedUp = [Table.Ledger, Table.Links];
    private const string RunsSuffix = "Runs";
    private const int MovedAtOnce = 10_000; // Rows.

    // What LiteDB left open is never collected: its finaliser would end the process.
    private static readonly List<LiteDatabase> Abandoned = [];

    private readonly IDiskFile _data;
    private readonly IDiskFile _log;
    private readonly LiteDatabase _database;
    private readonly DiskStream[] _streams;
    private readonly IPayloadSeal _seal;
    private readonly ILiteCollection<BsonDocument> _applied;
    private readonly Dictionary<Table, RowTable> _rows;
    private readonly Dictionary<Table, RunTable> _runs;
    private readonly Dictionary<Table, IProjectedTable> _tables;

    private ProjectionFile(
        IDiskFile data, IDiskFile log, LiteDatabase database, DiskStream[] streams, IPayloadSeal seal)
    {
        (_data, _log, _database, _streams, _seal) = (data, log, database, streams, seal);
        _applied = CollectionOf(Table.Meta);
        _runs = new Table[] { Table.Pending, Table.Spilled, Table.Names }
            .ToDictionary(table => table, table => new RunTable(table, CollectionOf(table), seal, RunShape.Whole));
        foreach (var table in LookedUp)
        {
            _runs.Add(table, new RunTable(
                table, database.GetCollection(table + RunsSuffix, BsonAutoId.Int64), seal, RunShape.LookedUp));
        }

        _rows = Enum.GetValues<Table>().Except(_runs.Keys)
            .ToDictionary(table => table, table => new RowTable(table, CollectionOf(table), seal));
        _tables = _runs.Select(runs => (runs.Key, Table: (IProjectedTable)runs.Value))
            .Concat(_rows.Select(rows => (rows.Key, Table: (IProjectedTable)rows.Value)))
            .ToDictionary(table => table.Key, table => table.Table);
        _tables[Table.Deliveries] = new DeliveryTable(_rows[Table.Deliveries], CollectionOf(Table.Deliveries));
    }

    /// <summary>Bytes that are not checkpointed.</summary>
    public long LogBytes => _log.Length;

    public long DataBytes => _data.Length;

    public static string LogOf(string path) => path + ".log";

    /// <summary>Opens the file, or makes it. What LiteDB meets a damaged file with is thrown as it comes.</summary>
    public static ProjectionFile Open(IDisk disk, string path, IPayloadSeal seal)
    {
        var data = disk.Open(path, FileMode.OpenOrCreate);
        IDiskFile? log = null;
        LiteDatabase? database = null;
        try
        {
            log = disk.Open(LogOf(path), FileMode.OpenOrCreate);
            DiskStream[] streams = [new DiskStream(data), new DiskStream(log)];
            database = new LiteDatabase(new LiteEngine(new EngineSettings
            {
                DataStream = streams[0],
                LogStream = streams[1],
                TempStream = new MemoryStream(),
                Collation = new Collation(CultureInfo.InvariantCulture.LCID, CompareOptions.Ordinal),
            }))
            {
                CheckpointSize = 0, // The projection's thread says when.
            };
            var file = new ProjectionFile(data, log, database, streams, seal);
            return file.MoveRowsIntoRuns() ? new ProjectionFile(data, log, database, streams, seal) : file;
        }
        catch
        {
            database?.Dispose();
            log?.Dispose();
            data.Dispose();
            throw;
        }
    }

    /// <summary>Where the next frame to be applied stands.</summary>
    public long Applied => _applied.FindById(AppliedKey)?["v"].AsInt64 ?? 0;

    /// <summary>Writes rows and how far they go, all or nothing.</summary>
    /// <param name="rows">The newest image of each row, in order of table and key.</param>
    /// <param name="applied">Where the next frame stands.</param>
    /// <param name="between">Called after every few rows: the moment for whoever waits for an answer.</param>
    public void Apply(IReadOnlyList<RowImage> rows, long applied, Action between)
    {
        if (!_database.BeginTrans())
        {
            throw new IOException("a transaction of LiteDB was left open");
        }

        void FaultsAndAnswers()
        {
            ThrowIfFaulted();
            between();
        }

        foreach (var those in rows.GroupBy(row => row.Id.Table))
        {
            _tables[those.Key].Apply([.. those], FaultsAndAnswers);
        }

        _applied.Upsert(new BsonDocument { ["_id"] = AppliedKey, ["v"] = applied });
        if (!_database.Commit())
        {
            throw new IOException("LiteDB refused a commit");
        }

        ThrowIfFaulted();
    }

    /// <summary>A row's image, or null; of a table whose rows are looked up one by one.</summary>
    public byte[]? Find(RowId id) => _runs[id.Table].Find(id.Key);

    /// <summary>The rows of a table kept in runs whose key begins so, in order of key.</summary>
    public IReadOnlyList<RowImage> Beginning(Table table, string prefix) => _runs[table].Beginning(prefix);

    /// <summary>All rows of a table.</summary>
    public IReadOnlyList<RowImage> All(Table table) => _tables[table].All();

    /// <summary>Some more rows that were there when it was opened, of those that are looked up; null when all were
    /// told.</summary>
    public IReadOnlyList<RowId>? Learn()
    {
        foreach (var table in LookedUp)
        {
            if (_runs[table].Learn() is { } keys)
            {
                return [.. keys.Select(key => new RowId(table, key))];
            }
        }

        return null;
    }

    /// <summary>Brings LiteDB's log into its data file.</summary>
    public void Checkpoint()
    {
        try
        {
            _database.Checkpoint();
        }
        catch (LiteException) when (FaultOf() is not null)
        {
            // LiteDB stumbled over what the disk did not give: that is told next.
        }

        ThrowIfFaulted();
    }

    /// <summary>Writes all documents into a new file, and checkpoints it.</summary>
    public void CopyTo(ProjectionFile to)
    {
        foreach (var name in _database.GetCollectionNames())
        {
            var copy = to._database.GetCollection(name, BsonAutoId.Int64);
            foreach (var some in _database.GetCollection(name, BsonAutoId.Int64).FindAll().Chunk(CopiedAtOnce))
            {
                copy.Insert(some);
                if (to.LogBytes > LogBytesMost)
                {
                    to.Checkpoint();
                }
            }
        }

        to.Checkpoint();
    }

    /// <summary>Has both files on disk when it returns.</summary>
    public void Sync()
    {
        _log.Sync();
        _data.Sync();
    }

    public int Read(Span<byte> into, long at) => _data.Read(into, at);

    /// <summary>Closes the files without LiteDB, which would write once more.</summary>
    public void Abandon()
    {
        lock (Abandoned)
        {
            Abandoned.Add(_database);
        }

        _log.Dispose();
        _data.Dispose();
    }

    public void Dispose()
    {
        if (FaultOf() is not null)
        {
            Abandon();
            return;
        }

        _database.Dispose();
        _log.Dispose();
        _data.Dispose();
    }

    // What a kill interrupts begins anew: a row that was moved already is moved once more.
    private bool MoveRowsIntoRuns()
    {
        var tables = LookedUp.Where(table => _database.CollectionExists(table.ToString())).ToArray();
        foreach (var table in tables)
        {
            var old = new RowTable(table, CollectionOf(table), _seal);
            foreach (var rows in old.All().OrderBy(row => row.Id.Key, StringComparer.Ordinal).Chunk(MovedAtOnce))
            {
                Apply(rows, Applied, () => { });
                Checkpoint();
            }

            _database.DropCollection(table.ToString());
            Checkpoint();
        }

        return tables.Length > 0;
    }

    private Exception? FaultOf() => Array.Find(_streams, stream => stream.Fault is not null)?.Fault;

    private void ThrowIfFaulted()
    {
        if (FaultOf() is { } fault)
        {
            throw new IOException($"the projection could not be written: {fault.Message}", fault);
        }
    }

    private ILiteCollection<BsonDocument> CollectionOf(Table table) =>
        _database.GetCollection(table.ToString(), BsonAutoId.Int64);
}
