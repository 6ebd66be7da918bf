namespace IntegrationHost.Plugins.Shopify.Client;

/// <summary>How long until the bucket holds what an operation asks for, by what the shop says of it. A shop that
/// refuses although it says that enough is there has lent it to somebody else: then as long as what was asked for takes
/// to come back. Pure.</summary>
internal static class ThrottleWait
{
    // An answer that does not say how much comes back in a second.
    private static readonly TimeSpan WhenNotTold = TimeSpan.FromSeconds(1);

    public static TimeSpan For(double asked, double left, double perSecond) => perSecond <= 0 ? WhenNotTold
        : TimeSpan.FromSeconds((left < asked ? asked - left : asked) / perSecond);
}
