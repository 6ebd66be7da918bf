using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Intake;
using IntegrationHost.Engine.Ledger;
using Shouldly;

namespace IntegrationHost.App.Tests.Hosting;

/// <summary>An engine whose loops go round until it is told to get stuck; it does nothing else.</summary>
internal sealed class BeatingEngine : IEngine
{
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim _asked = new(0);
    private volatile bool _stuck;

    public IHistory History => throw new NotSupportedException();

    public void GetStuck() => _stuck = true;

    /// <summary>Waits until somebody has asked so many times more how it is.</summary>
    public async Task AskedAsync(int times, CancellationToken cancel)
    {
        while (_asked.Wait(0, cancel))
        {
            // What was asked before does not count.
        }

        for (var time = 0; time < times; time++)
        {
            (await _asked.WaitAsync(TimeSpan.FromSeconds(30), cancel)).ShouldBeTrue("nobody asks any more");
        }
    }

    public EngineStatus Status()
    {
        var now = TimeProvider.System.GetUtcNow();
        var status = new EngineStatus(now, _stuck ? now - Stale : now, [], []);
        _asked.Release();
        return status;
    }

    public Task<WebhookAnswer> AcceptWebhookAsync(
        string connection, WebhookRequest request, CancellationToken cancel) => throw new NotSupportedException();

    public bool PollNow(string flow) => throw new NotSupportedException();

    public Task<int> MapAsync(string table, string key, string value, string by, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<int> ReleaseAsync(string cause, int most, string by, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<int> SkipAsync(string cause, string reason, string by, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<int> ReplayAsync(string cause, int most, string by, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<bool> ReplayAsync(RecordKey record, string by, CancellationToken cancel) =>
        throw new NotSupportedException();
}
