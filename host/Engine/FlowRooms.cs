using IntegrationHost.Engine.Delivery;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Pairs;

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
    RetrySchedule Retries,
    PairRoom? Pairs)
{
    /// <summary>Links pairs that exist already.</summary>
    public required Adopting.Adoption Adoption { get; init; }

    /// <summary>Knows which writes may still land.</summary>
    public required LateWrites Late { get; init; }
}
