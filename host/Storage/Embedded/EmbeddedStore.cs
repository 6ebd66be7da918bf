using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Deciding;
using IntegrationHost.Storage.Embedded.Keeping;
using IntegrationHost.Storage.Embedded.Ports;
using IntegrationHost.Storage.Embedded.Projecting;
using IntegrationHost.Storage.Embedded.Rows;
using IntegrationHost.Storage.Journal;

namespace IntegrationHost.Storage.Embedded;

/// <summary>The state of one host in one folder: a journal that is the durable truth, and its projection in LiteDB. One
/// process at a time.</summary>
public sealed class EmbeddedStore : IStateStore
{
    private const string LockName = "state.lock";

    private readonly IDisposable _lock;
    private readonly StateMark _mark;
    private readonly Journal.Journal _journal;
    private readonly ProjectionFile _file;
    private readonly Projection _projection;
    private readonly SnapshotKeeper _keeper;
    private readonly Decider _decider;
    private readonly Retention _retention;

    private EmbeddedStore(IDisposable @lock, StateMark mark, EmbeddedOptions options)
    {
        (_lock, _mark) = (@lock, mark);
        var opening = new Opening(options, mark);
        (_journal, _file, var state) = Open(opening, options);
        Told = opening.Told;
        try
        {
            mark.Opened(options.Boot());
            _keeper = new SnapshotKeeper(options.Disk, opening.Snapshots, options,
                opening.Snapshots.All().Select(snapshot => snapshot.Applied).FirstOrDefault());
            _projection = new Projection(_file, _keeper, options.Time, options.LendThread);
            _decider = new Decider(state, _journal, _projection, options.Seal, options.Time);
            var files = new StoreFiles(_journal, _file, opening.Snapshots, _keeper, options);
            var payloads = new PayloadReader(_journal, options.Seal);
            Inbox = new EmbeddedInbox(_decider, state, payloads, options.Seal);
            Ledger = new EmbeddedLedger(_decider, state, options.Seal);
            History = new EmbeddedHistory(_decider, state, payloads);
            _retention = new Retention(_decider, state, files, payloads, options);
            Upkeep = new EmbeddedUpkeep(_decider, state, files, _projection, _retention, options);
        }
        catch
        {
            _journal.DisposeAsync().AsTask().GetAwaiter().GetResult();
            _file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public IInbox Inbox { get; }

    /// <inheritdoc/>
    public ILedger Ledger { get; }

    /// <inheritdoc/>
    public IHistory History { get; }

    /// <inheritdoc/>
    public IUpkeep Upkeep { get; }

    /// <inheritdoc/>
    public string? Told { get; }

    /// <summary>How many bytes the journal has ever taken.</summary>
    internal long JournalEnd => _journal.Next;

    /// <summary>Opens the folder, or makes it; only one process at a time can.</summary>
    /// <exception cref="StoreInUseException">Another process has it.</exception>
    /// <exception cref="StoreUnusableException">The folder cannot be written, or its files are damaged or no
    /// state.</exception>
    public static Task<EmbeddedStore> OpenAsync(string folder, TimeProvider time, CancellationToken cancel) =>
        OpenAsync(new EmbeddedOptions(folder) { Time = time }, cancel);

    /// <inheritdoc cref="OpenAsync(string, TimeProvider, CancellationToken)"/>
    public static async Task<EmbeddedStore> OpenAsync(EmbeddedOptions options, CancellationToken cancel)
    {
        var @lock = Lock(options);
        try
        {
            var mark = new StateMark(options.Disk, options.Folder);
            var store = options.LendThread is null
                ? await Task.Run(() => new EmbeddedStore(@lock, mark, options), cancel)
                : new EmbeddedStore(@lock, mark, options);
            await store.BeginAsync();
            return store;
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>Finishes what was asked and closes the files.</summary>
    public async ValueTask DisposeAsync()
    {
        var failed = _decider.Failure is not null;
        await _decider.DisposeAsync();
        await _journal.DisposeAsync();
        await _projection.DisposeAsync();
        await _keeper.EndAsync();
        try
        {
            Close(failed || _journal.Failure is not null || _projection.Failure is not null);
        }
        finally
        {
            _retention.Dispose();
            _lock.Dispose();
        }
    }

    private Opened Open(Opening opening, EmbeddedOptions options)
    {
        try
        {
            return opening.Open(Durable);
        }
        catch (Exception fault) when (fault is not StoreUnusableException)
        {
            throw new StoreUnusableException(
                $"the state in '{options.Folder}' cannot be read: {fault.Message}; make sure of the disk, or restore a "
                + "backup", fault);
        }
    }

    private void Close(bool failed)
    {
        try
        {
            if (!failed)
            {
                _file.Checkpoint();
                _file.Sync();
                _file.Dispose();
                _mark.Closed();
                return;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // All that was answered is in the journal: the projection is made anew.
        }

        _file.Abandon();
        Distrust();
    }

    private void Distrust()
    {
        try
        {
            _mark.Distrust();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The disk takes nothing any more, and that was told when it began.
        }
    }

    // Called by the journal's thread, group by group.
    private void Durable(IReadOnlyList<JournalEntry> group)
    {
        _projection.Feed(group);
        _decider.HandedOn(group[^1].End);
        foreach (var entry in group)
        {
            (entry as Operation)?.Complete();
        }
    }

    // No number may come twice, and a host of an earlier format must not touch the state.
    private async Task BeginAsync()
    {
        try
        {
            await _decider.AskAsync(Begin, CancellationToken.None);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static bool Begin(Decision decision)
    {
        decision.Unit.Put(
            new RowId(Table.Meta, Loading.EpochKey), SmallRows.Of(decision.State.Epoch, decision.Images));
        decision.Unit.Put(
            new RowId(Table.Meta, Loading.FormatKey), SmallRows.Of(StoreState.Format, decision.Images));
        return true;
    }

    internal static IDisposable Lock(EmbeddedOptions options)
    {
        try
        {
            options.Disk.MakeFolder(options.Folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnusableException(
                $"the data folder '{options.Folder}' cannot be made: {fault.Message}", fault);
        }

        try
        {
            return options.Disk.Lock(Path.Combine(options.Folder, LockName));
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StoreUnusableException(
                $"the data folder '{options.Folder}' cannot be written by this user; change its owner or its mode",
                fault);
        }
        catch (IOException fault)
        {
            throw new StoreUnusableException(
                $"the data folder '{options.Folder}' cannot be locked: {fault.Message}", fault);
        }
    }
}
