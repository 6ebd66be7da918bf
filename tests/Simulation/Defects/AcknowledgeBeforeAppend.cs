using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Answers a webhook, then stores it.</summary>
internal sealed class AcknowledgeBeforeAppend : Defect
{
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(200);

    public override Task<AppendAnswer> AppendAsync(Append append, Func<Append, Task<AppendAnswer>> go)
    {
        if (append.DeliveryKey is null)
        {
            return go(append);
        }

        _ = StoreAsync(append, go);
        return Task.FromResult(new AppendAnswer(AppendVerdict.Stored, append.Changes.Count));
    }

    private async Task StoreAsync(Append append, Func<Append, Task<AppendAnswer>> go)
    {
        await Task.Delay(Later, Time);
        await go(append);
    }
}
