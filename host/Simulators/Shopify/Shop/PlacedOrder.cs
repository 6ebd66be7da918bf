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

    /// <summary>The card was authorized and nothing is taken yet.</summary>
    public bool Authorized { get; init; }

    /// <summary>To be paid later, by a transfer for example.</summary>
    public bool Pending { get; init; }

    /// <summary>Placed to try the shop out.</summary>
    public bool Test { get; init; }
}
