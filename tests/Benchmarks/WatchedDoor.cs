using System.Diagnostics;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Benchmarks;

/// <summary>Knows when the first call went out, and when the last one that got points came back.</summary>
internal sealed class WatchedDoor(HttpMessageHandler inner, PointBucket bucket) : DelegatingHandler(inner)
{
    private static readonly TimeSpan WaitMost = TimeSpan.FromMinutes(10);

    private readonly Stopwatch _clock = new();
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<bool>? _isDone;
    private long _calls;

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>From the first call until all was done.</summary>
    public double Seconds { get; private set; }

    /// <summary>Ends when the answer after which all is done came back.</summary>
    public Task QuietAsync(Func<bool> isDone)
    {
        _isDone = isDone;
        return _quiet.Task.WaitAsync(WaitMost, TimeProvider.System);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        _clock.Start();
        var spent = bucket.Spent;
        var answer = await base.SendAsync(request, cancellationToken);
        if (bucket.Spent > spent && _isDone?.Invoke() == true)
        {
            Seconds = Seconds == 0 ? _clock.Elapsed.TotalSeconds : Seconds;
            _quiet.TrySetResult();
        }

        return answer;
    }
}
