using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What a fault that certainly changed nothing means for a write. Pure.</summary>
internal static class WriteFault
{
    // Not the record is wrong but what the app may do or asks for at once.
    private static readonly HashSet<string> OfTheWorld = ["ACCESS_DENIED", "UNAUTHORIZED", "MAX_COST_EXCEEDED"];

    public static Outcome OutcomeOf(ShopifyFault fault) => fault.Kind switch
    {
        ShopifyFaultKind.Throttled => new Outcome.RetryLater(fault.Message, fault.RetryAfter),
        ShopifyFaultKind.Unreachable => new Outcome.RetryLater(fault.Message),
        ShopifyFaultKind.Refused when fault.Code is { } code && !OfTheWorld.Contains(code) =>
            new Outcome.Rejected(fault.Message, code),
        ShopifyFaultKind.Refused => new Outcome.RetryLater(fault.Message),
        _ => throw fault,
    };
}
