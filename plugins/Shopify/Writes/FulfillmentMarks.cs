namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>By which marks a fulfilment of ours is found again: Shopify keeps no key of ours on it. With tracking
/// numbers, the same numbers on the same order and quantities that are a part of ours. Without them, equal quantities
/// and no numbers, made since this host began the attempt. Pure.</summary>
/// <param name="Ours">The fulfilments that are parts of what is wanted.</param>
/// <param name="Missing">What is still to be shipped, by SKU; empty when all is there.</param>
internal sealed record FulfillmentMarks(IReadOnlyList<Shipped> Ours, IReadOnlyDictionary<string, long> Missing)
{
    /// <summary>Looks for a fulfilment among those that stand.</summary>
    /// <param name="wanted">What is looked for.</param>
    /// <param name="shipping">What stands.</param>
    /// <param name="others">Fulfilments that stood before and are somebody else's.</param>
    public static FulfillmentMarks In(WantedFulfillment wanted, OrderShipping shipping, IReadOnlySet<string> others)
    {
        var missing = wanted.Quantities.ToDictionary(StringComparer.Ordinal);
        var ours = new List<Shipped>();
        foreach (var shipped in shipping.Shipped.Where(each =>
            !others.Contains(each.Id) && each.Numbers.SetEquals(wanted.Numbers)))
        {
            if (wanted.IsEverything || IsPartOf(shipped, missing))
            {
                ours.Add(shipped);
                Subtract(missing, shipped);
            }
        }

        return new FulfillmentMarks(ours, missing);
    }

    /// <summary>Whether a fulfilment ships nothing but what is still missing.</summary>
    public static bool IsPartOf(Shipped shipped, Dictionary<string, long> missing) => shipped.Quantities.Count > 0
        && shipped.Quantities.All(each => missing.GetValueOrDefault(each.Key) >= each.Value);

    /// <summary>Takes what a fulfilment ships from what is missing.</summary>
    public static void Subtract(Dictionary<string, long> missing, Shipped shipped)
    {
        foreach (var (sku, quantity) in shipped.Quantities.Where(each => missing.ContainsKey(each.Key)))
        {
            missing[sku] -= quantity;
            if (missing[sku] <= 0)
            {
                missing.Remove(sku);
            }
        }
    }
}
