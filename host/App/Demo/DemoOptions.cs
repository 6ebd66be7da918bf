namespace IntegrationHost.App.Demo;

/// <summary>How the demo is run.</summary>
internal sealed record DemoOptions(bool Once, bool Restart, int Port)
{
    /// <summary>Orders placed in all.</summary>
    public const int Orders = 1204;

    /// <summary>Orders placed in one step.</summary>
    public const int OrdersPerStep = 80;

    /// <summary>Orders shipped after each step.</summary>
    public const int ShippedPerStep = 10;

    /// <summary>Customers changed on each side after each step.</summary>
    public const int CustomersPerStep = 2;

    /// <summary>Stock levels changed after each step.</summary>
    public const int StockPerStep = 5;
}
