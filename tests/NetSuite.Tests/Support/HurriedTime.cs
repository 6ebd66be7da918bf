using Microsoft.Extensions.Time.Testing;

namespace IntegrationHost.Plugins.NetSuite.Tests.Support;

/// <summary>A fake clock on which short pauses pass at once; time-outs wait to be advanced to.</summary>
internal sealed class HurriedTime : TimeProvider
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

    public void Advance(TimeSpan span) => _time.Advance(span);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < ShortestTimeout)
        {
            _time.Advance(dueTime);
        }

        return timer;
    }

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(30);
}
