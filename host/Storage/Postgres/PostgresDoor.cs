using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>The one way to the server. A unit that meets a passing fault is decided again, from its beginning, on
/// another connection, with waits that grow, until it is answered or the outage has lasted too long; then the store has
/// failed. A unit whose answer was lost may have happened: every unit says why it can be decided again.</summary>
internal sealed class PostgresDoor(NpgsqlDataSource source, TimeProvider time, TimeSpan outageMost) : IAsyncDisposable
{
    private static readonly TimeSpan WaitFirst = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WaitMost = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _closing = new();
    private volatile StoreFailedException? _failure;

    /// <summary>Why the store takes nothing more, or null.</summary>
    public StoreFailedException? Failure => _failure;

    /// <summary>Set when the store is closed; loops end with it.</summary>
    public CancellationToken Closing => _closing.Token;

    public TimeProvider Time => time;

    /// <summary>Runs a unit until it was answered. <paramref name="cancel"/> gives up waiting between two tries; a try
    /// under way is finished, so that nobody is left in doubt.</summary>
    public async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> unit, CancellationToken cancel)
    {
        var begun = time.GetTimestamp();
        for (var wait = WaitFirst; ; wait = wait * 2 < WaitMost ? wait * 2 : WaitMost)
        {
            ThrowIfOver();
            cancel.ThrowIfCancellationRequested();
            try
            {
                return await TryAsync(unit);
            }
            catch (Exception fault) when (Faults.IsPassing(fault) && !_closing.IsCancellationRequested)
            {
                if (time.GetElapsedTime(begun) > outageMost)
                {
                    throw Fail(fault);
                }
            }
            catch (NpgsqlException fault) when (!Faults.IsOfTheData(fault) && !_closing.IsCancellationRequested)
            {
                throw Fail(fault); // Somebody changed the schema, the disk is full: waiting mends nothing.
            }
            catch (ObjectDisposedException) when (_closing.IsCancellationRequested)
            {
                ThrowIfOver();
            }

            await WaitAsync(wait, cancel);
        }
    }

    /// <summary>Runs a unit once; a fault is the caller's to judge.</summary>
    public async Task<T> TryAsync<T>(Func<NpgsqlConnection, Task<T>> unit)
    {
        await using var connection = await source.OpenConnectionAsync(CancellationToken.None);
        return await unit(connection);
    }

    public async Task WaitAsync(TimeSpan wait, CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _closing.Token);
        await Task.Delay(wait, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancel.ThrowIfCancellationRequested();
    }

    public StoreFailedException Fail(Exception fault) =>
        _failure ??= new StoreFailedException($"PostgreSQL: {Faults.Reason(fault)}", fault);

    public void Close() => _closing.Cancel();

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        _closing.Dispose();
    }

    private void ThrowIfOver()
    {
        if (_failure is { } failure)
        {
            throw failure;
        }

        if (_closing.IsCancellationRequested)
        {
            throw new StoreFailedException("it was closed");
        }
    }
}
