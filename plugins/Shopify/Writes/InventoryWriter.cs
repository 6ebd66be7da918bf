using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Limits;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Stock levels, up to 250 in one call. A call is all or nothing: where one quantity is wrong it is taken out and
/// the rest is sent again.</summary>
internal sealed class InventoryWriter(GraphQlClient client)
{
    public const int QuantitiesMost = 250;
    private const int RoundsMost = 5;
    private const string NotStocked = "ITEM_NOT_STOCKED_AT_LOCATION";

    public async Task<IReadOnlyList<Outcome>> SetAsync(IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var outcomes = new Outcome?[writes.Count];
        for (var round = 0; round < RoundsMost; round++)
        {
            // Two quantities for one level in one call are refused: only the first goes, the others in the next round.
            var open = Enumerable.Range(0, writes.Count).Where(at => outcomes[at] is null)
                .DistinctBy(at => LevelOf(writes[at])).ToArray();
            if (open.Length == 0)
            {
                break;
            }

            await SendAsync(writes, open, outcomes, round, cancel);
        }

        return [.. outcomes.Select(outcome => outcome ?? new Outcome.RetryLater("the shop kept refusing others of the batch"))];
    }

    private async Task SendAsync(
        IReadOnlyList<Write> writes, int[] open, Outcome?[] outcomes, int round, CancellationToken cancel)
    {
        var variables = new JsonObject { ["input"] = Input(writes, open), ["key"] = KeyOf(writes, open, round) };
        try
        {
            var payload = await client.MutateAsync(
                "InventorySet", "inventorySetQuantities", variables, writes[open[0]].Priority, cancel);
            var errors = AnswerErrors.Of(payload);
            foreach (var error in errors)
            {
                await JudgeAsync(error, writes, open, outcomes, cancel);
            }

            if (errors.Count == 0)
            {
                open.ToList().ForEach(at => outcomes[at] = new Outcome.Updated(LevelOf(writes[at]), ""));
            }
        }
        catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Unknown)
        {
            open.ToList().ForEach(at => outcomes[at] = WriteFault.OutcomeOf(fault));
        }
    }

    private async Task JudgeAsync(
        UserError error, IReadOnlyList<Write> writes, int[] open, Outcome?[] outcomes, CancellationToken cancel)
    {
        if (error.Field is not ["input", "quantities", var place, ..]
            || !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= open.Length)
        {
            open.ToList().ForEach(at => outcomes[at] ??= new Outcome.Rejected(error.Message, error.Code, error.Path));
            return;
        }

        var at = open[index];
        if (error.Code == NotStocked)
        {
            outcomes[at] = await ActivateAsync(writes[at], cancel);
        }
        else if (outcomes[at] is null)
        {
            outcomes[at] = new Outcome.Rejected(error.Message, error.Code, error.Field[^1], ValueOf(writes[at], error.Field[^1]));
        }
    }

    /// <summary>Stocks the item at the location; null lets the next round set its quantity.</summary>
    private async Task<Outcome?> ActivateAsync(Write write, CancellationToken cancel)
    {
        var payload = await client.MutateAsync("InventoryActivate", "inventoryActivate", new JsonObject
        {
            ["itemId"] = write.Record.Text("inventoryItemId"),
            ["locationId"] = write.Record.Text("locationId"),
            ["key"] = Hash("activate " + LevelOf(write)),
        }, write.Priority, cancel);
        return AnswerErrors.Of(payload) is [var error, ..]
            ? new Outcome.Rejected(error.Message, NotStocked, "locationId", write.Record.Text("locationId"))
            : null;
    }

    private static JsonObject Input(IReadOnlyList<Write> writes, int[] open) => new()
    {
        ["name"] = "available",
        ["reason"] = "correction",
        ["quantities"] = new JsonArray([.. open.Select(at => new JsonObject
        {
            ["inventoryItemId"] = writes[at].Record.Text("inventoryItemId"),
            ["locationId"] = writes[at].Record.Text("locationId"),
            ["quantity"] = (long)writes[at].Record.Number("available"),
            // The field must be there; null says that we do not compare.
            ["changeFromQuantity"] = null,
        })]),
    };

    private static string LevelOf(Write write) =>
        $"{write.Record.Text("inventoryItemId")}@{write.Record.Text("locationId")}";

    private static string? ValueOf(Write write, string field) => write.Record.TextOrNull(field == "quantity" ? "available" : field);

    private static string KeyOf(IReadOnlyList<Write> writes, int[] open, int round) =>
        Hash(string.Join('\n', open.Select(at => writes[at].Key).Append(round.ToString(CultureInfo.InvariantCulture))));

    private static string Hash(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();
}
