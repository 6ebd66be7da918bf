namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>The stock of an item at a location.</summary>
internal sealed class StockLevel(int item, int location)
{
    public int Item { get; } = item;

    public int Location { get; } = location;

    public decimal OnHand { get; set; }

    /// <summary>What open sales orders have reserved.</summary>
    public decimal Committed { get; set; }

    public decimal Available => OnHand - Committed;

    /// <summary>UTC, whole seconds.</summary>
    public DateTimeOffset Changed { get; set; }
}
