using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using Microsoft.Extensions.Logging;

namespace IntegrationHost.Engine;

/// <summary>All that an engine is made of; whoever composes it owns and disposes the parts.</summary>
/// <param name="Flows">The flows to run.</param>
/// <param name="Connectors">Live connections by name; a flow whose connection is missing does not start.</param>
/// <param name="Mappings">The compiled scripts.</param>
/// <param name="Values">Settings and tables.</param>
/// <param name="Inbox">The state's inbox.</param>
/// <param name="Ledger">The state's ledger.</param>
/// <param name="History">The state's history.</param>
/// <param name="Time">The only clock.</param>
/// <param name="Log">Where loops report.</param>
public sealed record EngineParts(
    IReadOnlyList<FlowDefinition> Flows,
    IReadOnlyDictionary<string, IConnector> Connectors,
    IMappings Mappings,
    ISiteValues Values,
    IInbox Inbox,
    ILedger Ledger,
    IHistory History,
    TimeProvider Time,
    ILoggerFactory Log)
{
    /// <summary>Connections that could not be made, with the reason. Their flows do not run; their webhooks are to be
    /// repeated by the sender.</summary>
    public IReadOnlyDictionary<string, string> UnusableConnections { get; init; } = new Dictionary<string, string>();

    /// <summary>Flows that ask of a connection what it cannot do, with the reason. They do not run.</summary>
    public IReadOnlyDictionary<string, string> UnusableFlows { get; init; } = new Dictionary<string, string>();

    /// <summary>Bounds and intervals.</summary>
    public EngineOptions Options { get; init; } = new();

    /// <summary>What the accounts' budgets say, by connection, for the status.</summary>
    public IReadOnlyDictionary<string, Connections.AccountBudget> Budgets { get; init; } =
        new Dictionary<string, Connections.AccountBudget>();

    /// <summary>All work starts here, so that a whole host can run on a virtual clock.</summary>
    public TaskScheduler Scheduler { get; init; } = TaskScheduler.Default;

    /// <summary>Tells what other hosts stored in lanes of this one, where the state is shared; or null.</summary>
    public IArrivalSignal? ArrivalSignal { get; init; }

    /// <summary>Why the newest text of a script is not in force, or null.</summary>
    public Func<string, string?> ScriptFault { get; init; } = _ => null;
}
