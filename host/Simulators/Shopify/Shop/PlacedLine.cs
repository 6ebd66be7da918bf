namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>A line of an order.</summary>
/// <param name="Sku">What is bought.</param>
/// <param name="Quantity">How many.</param>
/// <param name="Price">Of one.</param>
/// <param name="Discount">Taken off this line.</param>
/// <param name="Location">The name of the location that ships it; the first one if not given.</param>
public sealed record PlacedLine(
    string Sku, int Quantity, decimal Price, decimal Discount = 0, string? Location = null);
