using IntegrationHost.Engine.Delivery;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;

namespace IntegrationHost.Engine;

/// <summary>The rooms as one flow uses them.</summary>
internal sealed record FlowRooms(
    IInbox Inbox,
    ILedger Ledger,
    IMappings Mappings,
    MappingRoom Mapping,
    Courier Courier,
    ExpectationCheck Expectations,
    Arrivals Arrivals,
    RetrySchedule Retries);
