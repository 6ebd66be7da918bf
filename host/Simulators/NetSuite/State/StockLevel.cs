namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>The stock of an item at a location.</summary>
internal sealed class StockLevel(int item, int location)
{
    public int Item { get; } = item;

    public int Location { get; } = location;

    public decimal Available { get; set; }

    public decimal OnHand { get; set; }

    /// <summary>UTC, whole seconds.</summary>
    public DateTimeOffset Changed { get; set; }
}
