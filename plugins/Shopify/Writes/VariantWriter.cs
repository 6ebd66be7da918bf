using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Prices and other fields of variants that exist: one call per product, up to 250 variants in it. A repeat
/// sets the same values once more, so what is in doubt is simply sent again.</summary>
internal sealed class VariantWriter(GraphQlClient client) : IManyWriter
{
    private const int ReadAtOnce = 100;

    public int AtOnceMost => 250;

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel) =>
        (await ApplyManyAsync([write], cancel))[0];

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) =>
        Task.FromResult<Recovery>(new Recovery.NotWritten());

    public async Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var outcomes = new Outcome?[writes.Count];
        var open = new List<(int At, WantedVariant Wanted)>();
        for (var at = 0; at < writes.Count; at++)
        {
            (var wanted, outcomes[at]) = WantedVariant.Of(writes[at]);
            if (wanted is not null)
            {
                open.Add((at, wanted));
            }
        }

        var priority = writes.Max(write => write.Priority);
        Dictionary<string, Record> standing;
        try
        {
            standing = await StandingAsync([.. open.Select(each => each.Wanted.Id).Distinct()], cancel);
        }
        catch (ShopifyFault fault)
        {
            // Nothing was sent but reads.
            return [.. outcomes.Select(outcome => outcome ?? (fault.Kind == ShopifyFaultKind.Unknown
                ? new Outcome.RetryLater(fault.Message) : WriteFault.OutcomeOf(fault)))];
        }

        foreach (var (at, wanted) in open)
        {
            outcomes[at] = !standing.TryGetValue(wanted.Id, out var variant)
                ? new Outcome.Rejected("the variant does not exist in the shop", "NOT_FOUND", "id", wanted.Id)
                : wanted.Stands(variant)
                    ? new Outcome.Unchanged(wanted.Id, Versions.Of(ShopifyEntities.Variant, variant)) : null;
        }

        foreach (var product in open.Where(each => outcomes[each.At] is null)
            .GroupBy(each => standing[each.Wanted.Id].Text("product.id")))
        {
            await UpdateAsync(product.Key, [.. product], outcomes, priority, cancel);
        }

        return outcomes!;
    }

    private async Task<Dictionary<string, Record>> StandingAsync(string[] ids, CancellationToken cancel)
    {
        var found = new Dictionary<string, Record>();
        foreach (var part in ids.Chunk(ReadAtOnce))
        {
            var answer = await client.QueryAsync(
                "VariantProducts", new JsonObject { ["ids"] = Inputs.Texts(part) }, cancel);
            for (var at = 0; at < part.Length; at++)
            {
                if (answer.Has($"nodes.{at}.id"))
                {
                    found[part[at]] = answer.Inner($"nodes.{at}");
                }
            }
        }

        return found;
    }

    private async Task UpdateAsync(string product, IReadOnlyList<(int At, WantedVariant Wanted)> open,
        Outcome?[] outcomes, Priority priority, CancellationToken cancel)
    {
        // A variant that is named twice takes the later write's values.
        var sent = open.GroupBy(each => each.Wanted.Id).Select(same => same.Last()).ToArray();
        try
        {
            var payload = await client.MutateAsync("VariantsBulkUpdate", "productVariantsBulkUpdate", new JsonObject
            {
                ["productId"] = product,
                ["variants"] = new JsonArray([.. sent.Select(each => each.Wanted.Input.DeepClone())]),
            }, priority, cancel);
            var wrong = UserError.Of(payload).ToLookup(PlaceOf);
            var versions = payload.ListOrEmpty("productVariants").ToDictionary(
                variant => variant.Text("id"), variant => Stamp.Normal(variant.Text("updatedAt")));
            foreach (var (at, wanted) in open)
            {
                var place = Array.FindIndex(sent, each => each.Wanted.Id == wanted.Id);
                outcomes[at] = wrong[place].Concat(wrong[null]).ToArray() is { Length: > 0 } errors
                    ? Refusal.Of(errors)
                    : new Outcome.Updated(wanted.Id, versions.GetValueOrDefault(wanted.Id, ""));
            }
        }
        catch (ShopifyFault fault) when (
            fault.Kind != ShopifyFaultKind.Unknown || outcomes.Any(each => each is not null))
        {
            // Of another product of this batch more is known, and sending the same values again does no harm.
            var outcome = fault.Kind == ShopifyFaultKind.Unknown
                ? new Outcome.RetryLater(fault.Message) : WriteFault.OutcomeOf(fault);
            foreach (var (at, _) in open)
            {
                outcomes[at] = outcome;
            }
        }
    }

    private static int? PlaceOf(UserError error) => error.Field is ["variants", var place, ..]
        && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null;
}
