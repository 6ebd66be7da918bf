using System.Collections.Concurrent;
using System.Globalization;
using IntegrationHost.Engine.Inbox;
using Npgsql;

namespace IntegrationHost.Storage.Postgres;

/// <summary>Tells other hosts in which of their lanes something arrived, and listens to what they tell. A NOTIFY makes
/// commits wait for each other, so there is never one per append: what came in a twentieth of a second goes in
/// one.</summary>
internal sealed class ArrivalNotices(
    PostgresDoor door, NpgsqlDataSource listening, LaneTable lanes, string schema) : IArrivalSignal, IDisposable
{
    private const int LanesMost = 1000; // Of one notice: its text may have 8,000 bytes.
    private static readonly TimeSpan NoticeEvery = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, bool> _arrived = new();
    private readonly SemaphoreSlim _raised = new(0, 1);
    private readonly string _channel = schema + "_lanes";

    /// <summary>Something was stored in a lane. A lane of this host needs no notice: its loop is woken here.</summary>
    public void Arrived(int lane)
    {
        if (!lanes.IsOurs(lane) && _arrived.TryAdd(lane, true))
        {
            lock (_raised)
            {
                if (_raised.CurrentCount == 0)
                {
                    _raised.Release();
                }
            }
        }
    }

    /// <summary>Sends notices until the store closes. One that cannot be sent is left out: lanes look for
    /// themselves.</summary>
    public async Task RunAsync()
    {
        while (!door.Closing.IsCancellationRequested)
        {
            await _raised.WaitAsync(door.Closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var some = _arrived.Keys.Take(LanesMost).ToArray();
            foreach (var lane in some)
            {
                _arrived.TryRemove(lane, out _);
            }

            if (some.Length > 0 && !door.Closing.IsCancellationRequested)
            {
                Task sent = SendAsync(string.Join(',', some));
                await sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await door.WaitAsync(NoticeEvery, CancellationToken.None);
            }
        }
    }

    public async Task ListenAsync(Action<int> wake, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel, door.Closing);
        while (!over.IsCancellationRequested)
        {
            try
            {
                await ListenOnceAsync(wake, over.Token);
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                break;
            }
            catch (Exception fault) when (fault is NpgsqlException || Faults.IsPassing(fault))
            {
                await door.WaitAsync(ReconnectAfter, CancellationToken.None);
            }
        }
    }

    public void Dispose() => _raised.Dispose();

    private async Task ListenOnceAsync(Action<int> wake, CancellationToken cancel)
    {
        await using var connection = await listening.OpenConnectionAsync(cancel);
        connection.Notification += (_, notice) =>
        {
            foreach (var each in notice.Payload.Split(','))
            {
                if (int.TryParse(each, NumberStyles.None, CultureInfo.InvariantCulture, out var lane))
                {
                    wake(lane);
                }
            }
        };
        await using (var listen = connection.Ask($"listen {_channel}"))
        {
            await listen.ExecuteNonQueryAsync(cancel);
        }

        foreach (var lane in lanes.Ours)
        {
            wake(lane); // What was told while nobody listened.
        }

        while (true)
        {
            await connection.WaitAsync(cancel);
        }
    }

    private Task<int> SendAsync(string text) => door.TryAsync(async connection =>
    {
        await using var notify = connection.Ask("select pg_notify($1, $2)", _channel, text);
        return await notify.ExecuteNonQueryAsync(door.Closing);
    });
}
