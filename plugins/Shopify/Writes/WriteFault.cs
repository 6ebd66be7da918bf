using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What a fault that certainly changed nothing means for a write.</summary>
internal static class WriteFault
{
    public static Outcome OutcomeOf(ShopifyFault fault) => fault.Kind switch
    {
        ShopifyFaultKind.Throttled => new Outcome.RetryLater(fault.Message, fault.RetryAfter),
        ShopifyFaultKind.Refused when fault.Code is not null => new Outcome.Rejected(fault.Message, fault.Code),
        ShopifyFaultKind.Refused => new Outcome.RetryLater(fault.Message),
        _ => throw fault,
    };
}
