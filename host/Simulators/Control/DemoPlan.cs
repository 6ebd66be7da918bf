namespace IntegrationHost.Simulators.Control;

/// <summary>How large the demo is.</summary>
internal sealed record DemoPlan(int Seed, int Customers, int Products, int Orders)
{
    /// <summary>Orders paid by a method nobody has mapped.</summary>
    public const int UnknownGateway = 10;

    /// <summary>Orders with an item NetSuite lacks.</summary>
    public const int UnknownSku = 3;

    /// <summary>Orders cancelled before anybody sent them.</summary>
    public const int Cancelled = 1;
}
