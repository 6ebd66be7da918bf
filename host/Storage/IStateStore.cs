using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage;

/// <summary>An open store: the four ports, and the end of it.</summary>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>The inbox.</summary>
    IInbox Inbox { get; }

    /// <summary>The ledger.</summary>
    ILedger Ledger { get; }

    /// <summary>The history.</summary>
    IHistory History { get; }

    /// <summary>Looking after the state.</summary>
    IUpkeep Upkeep { get; }

    /// <summary>What an operator is told of how it was opened; null where there is nothing to tell.</summary>
    string? Told => null;
}
