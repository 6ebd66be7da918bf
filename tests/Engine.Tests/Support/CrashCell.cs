using System.Text;
using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Tests.Support;

/// <summary>One cell of the crash matrix: one order is written in one way, something happens at one step of it, and at
/// the end the target's effects are counted.</summary>
internal sealed class CrashCell(string kind, CrashStep step, CrashEvent happening, bool targetForgets = false)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly EffectSystem _target = new() { Forgets = targetForgets };
    private int _happened;

    public async Task<IReadOnlyList<int>> CountAsync()
    {
        await using var bench = new Bench { Target = _target };
        var flow = Bench.Orders with { To = new Endpoint("erp", kind) };
        bench.Shop.Put("order", "7", "1", """{"id":"7","total":"1"}""");
        Arm(bench);
        await bench.StartAsync(flow);
        Arm(bench);
        await _reached.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel);
        if (happening != CrashEvent.DuplicateWebhook)
        {
            await bench.CrashAsync();
            await bench.StartAsync(flow);
        }

        if (happening != CrashEvent.Restart)
        {
            await TellAgainAsync(bench);
        }

        await bench.PassTimeUntilAsync(() => IsQuietAsync(bench));
        await TellAgainAsync(bench);
        bench.Engine.PollNow(flow.Name);
        await bench.PassTimeUntilAsync(() => IsQuietAsync(bench));
        return _target.Counts();
    }

    private void Arm(Bench bench)
    {
        var needsIntent = kind is EffectSystem.Single or EffectSystem.Multi;
        Func<Task> at = () => AtStepAsync(bench);
        switch (step)
        {
            case CrashStep.BeforeIntent when !needsIntent:
                bench.Shop.BeforeRead = _ => at();
                break;
            case CrashStep.BeforeIntent when bench.State is not null:
                bench.State.BeforeIntent = _ => at();
                break;
            case CrashStep.AfterIntent:
                _target.BeforeCall = at;
                break;
            case CrashStep.OneOfTwoSteps:
                _target.BetweenSteps = at;
                break;
            case CrashStep.AnswerLost:
                _target.AfterCommit = at;
                break;
            case CrashStep.BeforeSettle when bench.State is not null:
                bench.State.BeforeSettle = _ => at();
                break;
            case CrashStep.AfterSettle when bench.State is not null:
                bench.State.AfterSettle = _ => at();
                break;
        }
    }

    // The first time only. A crash ends the process here; else the sender repeats itself and the call fails or goes on.
    private async Task AtStepAsync(Bench bench)
    {
        if (Interlocked.Exchange(ref _happened, 1) == 1)
        {
            return;
        }

        _reached.TrySetResult();
        if (happening != CrashEvent.DuplicateWebhook)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Cancel);
        }

        await TellAgainAsync(bench);
        if (step is CrashStep.AnswerLost or CrashStep.OneOfTwoSteps)
        {
            throw new HttpRequestException("the answer is lost");
        }
    }

    // Once more with the same delivery, once more with another.
    private static async Task TellAgainAsync(Bench bench)
    {
        foreach (var delivery in new[] { "a", "a", Guid.NewGuid().ToString("N") })
        {
            await bench.Engine.AcceptWebhookAsync("shop", new WebhookRequest(
                new Dictionary<string, string> { ["delivery"] = delivery },
                Encoding.UTF8.GetBytes("""{"id":"7","version":"1"}""")), Cancel);
        }
    }

    private static async Task<bool> IsQuietAsync(Bench bench) =>
        (await bench.History.CountsAsync(Cancel)) is [{ Pending: 0, Written: 1 }];
}

/// <summary>Where in the life of a write it happens.</summary>
internal enum CrashStep
{
    BeforeIntent,
    AfterIntent,
    OneOfTwoSteps,
    AnswerLost,
    BeforeSettle,
    AfterSettle,
}

/// <summary>What happens there.</summary>
internal enum CrashEvent
{
    Restart,
    DuplicateWebhook,
    Both,
}
