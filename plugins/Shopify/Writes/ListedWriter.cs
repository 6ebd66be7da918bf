using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Values of which one call takes a list, all or nothing: metafields, prices of a price list. One that the
/// shop refuses is taken out and the rest sent again. Sending a value twice does no harm, so what is in doubt is sent
/// again.</summary>
/// <param name="client">The shop.</param>
/// <param name="values">What the lists hold.</param>
internal sealed class ListedWriter(GraphQlClient client, ListedValues values) : IManyWriter
{
    public int AtOnceMost => values.AtOnceMost;

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel) =>
        (await ApplyManyAsync([write], cancel))[0];

    public Task<Recovery> RecoverAsync(Write write, CancellationToken cancel) =>
        Task.FromResult<Recovery>(new Recovery.NotWritten());

    public async Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var (outcomes, open) = (new Outcome?[writes.Count], new List<(int At, ListedValues.Value Value)>());
        for (var at = 0; at < writes.Count; at++)
        {
            try
            {
                outcomes[at] = values.Judge(writes[at]);
                if (outcomes[at] is null)
                {
                    open.Add((at, values.Read(writes[at].Record)));
                }
            }
            catch (RecordException fault)
            {
                outcomes[at] = new Outcome.Rejected(fault.Message, "unreadable-record");
            }
        }

        foreach (var list in open.GroupBy(each => each.Value.List))
        {
            await SendAsync(list.Key, [.. list], writes, outcomes, cancel);
        }

        return outcomes!;
    }

    private async Task SendAsync(string list, List<(int At, ListedValues.Value Value)> open,
        IReadOnlyList<Write> writes, Outcome?[] outcomes, CancellationToken cancel)
    {
        // Each round takes out one at least.
        for (var rounds = open.Count; rounds > 0 && open.Count > 0; rounds--)
        {
            try
            {
                var inputs = new JsonArray([.. open.Select(each => each.Value.Input.DeepClone())]);
                var payload = await client.MutateAsync(values.Operation, values.Field, values.Variables(list, inputs),
                    open.Max(each => writes[each.At].Priority), cancel);
                var errors = UserError.Of(payload);
                Settle(open, errors, outcomes);
            }
            catch (ShopifyFault fault) when (
                fault.Kind != ShopifyFaultKind.Unknown || outcomes.Any(each => each is not null))
            {
                // Of others more is known, and sending the same again does no harm.
                var outcome = fault.Kind == ShopifyFaultKind.Unknown
                    ? new Outcome.RetryLater(fault.Message) : WriteFault.OutcomeOf(fault);
                open.ForEach(each => outcomes[each.At] = outcome);
                return;
            }
        }
    }

    private static void Settle(
        List<(int At, ListedValues.Value Value)> open, IReadOnlyList<UserError> errors, Outcome?[] outcomes)
    {
        var wrong = errors.ToLookup(error => PlaceOf(error) is { } at && at < open.Count ? at : -1);
        var whole = wrong[-1].ToArray() is { Length: > 0 } unplaced ? Refusal.Of(unplaced) : null;
        for (var at = open.Count - 1; at >= 0; at--)
        {
            var outcome = errors.Count == 0 ? new Outcome.Updated(open[at].Value.Id, "")
                : whole ?? (wrong[at].ToArray() is { Length: > 0 } own ? Refusal.Of(own) : null);
            if (outcome is not null)
            {
                outcomes[open[at].At] = outcome;
                open.RemoveAt(at);
            }
        }
    }

    private static int? PlaceOf(UserError error) => error.Field is [_, var place, ..]
        && int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null;
}
