using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Storage.Tests.Support;

/// <summary>The four ports of one open store.</summary>
public sealed record OpenedStore(
    IInbox Inbox, ILedger Ledger, IHistory History, IUpkeep Upkeep, IAsyncDisposable Whole);
