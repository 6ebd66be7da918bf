namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>An order as a customer places it; the shop computes the rest.</summary>
public sealed record PlacedOrder
{
    /// <summary>The customer's global id, or null for a guest.</summary>
    public string? Customer { get; init; }

    /// <summary>What is bought.</summary>
    public required IReadOnlyList<PlacedLine> Lines { get; init; }

    /// <summary>Taken off the whole order, spread over the lines.</summary>
    public decimal Discount { get; init; }

    /// <summary>What shipping costs.</summary>
    public decimal Shipping { get; init; }

    /// <summary>The tax rate on lines and shipping, for example 0.0825.</summary>
    public decimal TaxRate { get; init; }

    /// <summary>The payment gateway.</summary>
    public string Gateway { get; init; } = "shopify_payments";

    /// <summary>A note to the shop.</summary>
    public string? Note { get; init; }

    /// <summary>Cancelled before anybody looked at it.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Placed to try the shop out.</summary>
    public bool Test { get; init; }
}

/// <summary>A line of an order.</summary>
/// <param name="Sku">What is bought.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Price">Of one.</param>
/// <param name="Discount">Taken off this line.</param>
/// <param name="Location">The name of the location that ships it; the first one if not given.</param>
public sealed record PlacedLine(
    string Sku, int Quantity, decimal Price, decimal Discount = 0, string? Location = null);
