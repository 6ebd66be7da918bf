namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What is to be done for a fulfilment of ours that exists: only its tracking may change. Pure.</summary>
/// <param name="Fulfillment">The one our crosswalk knows.</param>
/// <param name="Differing">Those whose tracking is not what is wanted, the known one last: while it has the old
/// numbers, the others of a change that broke off are still found.</param>
/// <param name="Refusal">Why it cannot be done, or null.</param>
internal sealed record FulfillmentChange(Shipped? Fulfillment, IReadOnlyList<Shipped> Differing, string? Refusal)
{
    public static FulfillmentChange Of(string id, WantedFulfillment wanted, OrderShipping shipping)
    {
        if (shipping.Shipped.FirstOrDefault(each => each.Id == id) is not { } known)
        {
            return new FulfillmentChange(null, [], $"the fulfilment of {shipping.Name} was cancelled in the shop and "
                + "is not made again; fulfil the order there by hand if it was shipped");
        }

        if (PartsOf(wanted, known, shipping) is not { } parts)
        {
            return new FulfillmentChange(known, [], "a fulfilment that exists is not changed, and the one of "
                + $"{shipping.Name} has other quantities; cancel it in the shop and fulfil the order there by hand");
        }

        // Without numbers there is nothing to say about tracking: what a person entered in the shop stays.
        return new FulfillmentChange(
            known, [.. parts.Where(each => wanted.IsTracked && !Shows(each, wanted)).Reverse()], null);
    }

    // One per location: the others have the same numbers as the known one, or already the new ones.
    private static List<Shipped>? PartsOf(WantedFulfillment wanted, Shipped known, OrderShipping shipping)
    {
        if (wanted.IsEverything)
        {
            return [known];
        }

        var missing = wanted.Quantities.ToDictionary(StringComparer.Ordinal);
        var parts = new List<Shipped>();
        foreach (var shipped in shipping.Shipped.Where(each => each != known
            && (each.Numbers.SetEquals(known.Numbers) || each.Numbers.SetEquals(wanted.Numbers))).Prepend(known))
        {
            if (FulfillmentMarks.IsPartOf(shipped, missing))
            {
                parts.Add(shipped);
                FulfillmentMarks.Subtract(missing, shipped);
            }
        }

        return missing.Count == 0 && parts[0] == known ? parts : null;
    }

    private static bool Shows(Shipped shipped, WantedFulfillment wanted) => shipped.Numbers.SetEquals(wanted.Numbers)
        && (wanted.Company is null || wanted.Company == shipped.Company);
}
