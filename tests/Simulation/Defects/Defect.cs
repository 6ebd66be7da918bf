using IntegrationHost.Connectors;
using IntegrationHost.Engine;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Limits;

namespace IntegrationHost.Simulation.Defects;

/// <summary>A deliberate mistake in one life of the host. Everything the engine asks of its ports and connectors goes
/// through here; a defect overrides what it gets wrong, the rest is passed on. Without one it is the product as it
/// is.</summary>
internal class Defect
{
    /// <summary>The clock of the life it is in.</summary>
    public required TimeProvider Time { get; init; }

    public virtual Task<AppendAnswer> AppendAsync(Append append, Func<Append, Task<AppendAnswer>> go) => go(append);

    public virtual Task RetryAsync(LaneLease lease, Retry retry, ILedger ledger, Func<Task> go) => go();

    public virtual Task<int> RequeueAsync(Requeue requeue, Func<Task<int>> go) => go();

    public virtual Task<SettleVerdict> SettleAsync(Settlement settlement, Func<Settlement, Task<SettleVerdict>> go) =>
        go(settlement);

    public virtual Task PutIntentAsync(Intent intent, Func<Task> go) => go();

    public virtual async Task<ChangePage> ReadChangesAsync(Func<Task<ChangePage>> go) => await go();

    public virtual Task<IReadOnlyList<Found>> ReadAsync(string entity, Func<Task<IReadOnlyList<Found>>> go) => go();

    public virtual Task<Outcome> ApplyAsync(Write write, Func<Write, Task<Outcome>> go) => go(write);

    public virtual Task<Recovery> RecoverAsync(Write write, Func<Task<Recovery>> go) => go();

    public virtual WebhookVerdict Decode(WebhookRequest request, Func<WebhookVerdict> go) => go();

    public virtual IReadOnlyList<FlowDefinition> FlowsOf(IReadOnlyList<FlowDefinition> flows) => flows;

    public virtual Budget BudgetOf(Budget budget) => budget;
}
