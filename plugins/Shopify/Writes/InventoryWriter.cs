using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Stock levels, up to 250 in one call. A call is all or nothing: a quantity that the shop refuses is taken
/// out and the rest is sent again; where the shop does not say which one it is, the call is halved. A level that says
/// what it was computed from is set only while that stands.</summary>
internal sealed class InventoryWriter(GraphQlClient client, StoredKeys keys) : IManyWriter
{
    public const int QuantitiesMost = 250;
    private const int CallsMost = 64;

    public int AtOnceMost => QuantitiesMost;

    public async Task<Outcome> ApplyAsync(Write write, CancellationToken cancel) =>
        (await ApplyManyAsync([write], cancel))[0];

    public async Task<IReadOnlyList<Outcome>> ApplyManyAsync(IReadOnlyList<Write> writes, CancellationToken cancel)
    {
        var batch = new InventoryBatch(writes);
        for (var calls = 0; calls < CallsMost && batch.Next() is { } open; calls++)
        {
            await SendAsync(batch, open, cancel);
        }

        return batch.Outcomes();
    }

    /// <summary>Whether the level shows the wanted quantity. Setting it again would do no harm.</summary>
    public async Task<Recovery> RecoverAsync(Write write, CancellationToken cancel)
    {
        if (InventoryLevelInput.Of(write).Level is not { } wanted)
        {
            return new Recovery.NotWritten();
        }

        var answer = await client.QueryAsync("InventoryLevels", new JsonObject { ["id"] = wanted.Item }, cancel);
        var stands = (answer.InnerOrNull("inventoryItem")?.List("inventoryLevels.nodes") ?? []).Any(level =>
            level.TextOrNull("location.id") == wanted.Location
            && level.List("quantities").Any(quantity => quantity.Number("quantity") == wanted.Available));
        return stands ? new Recovery.Landed(new Outcome.Updated(wanted.Id, "")) : new Recovery.NotWritten();
    }

    private async Task SendAsync(InventoryBatch batch, IReadOnlyList<int> open, CancellationToken cancel)
    {
        try
        {
            var payload = await MutateAsync(batch, open, "InventorySet", "inventorySetQuantities", new JsonObject
            {
                ["input"] = batch.Input(open),
            }, cancel);
            foreach (var at in batch.Judge(open, UserError.Of(payload)))
            {
                await ActivateAsync(batch, at, cancel);
            }
        }
        catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Unknown)
        {
            batch.Refuse(open, WriteFault.OutcomeOf(fault));
        }
    }

    private async Task ActivateAsync(InventoryBatch batch, int at, CancellationToken cancel)
    {
        try
        {
            var level = batch.LevelAt(at);
            var payload = await MutateAsync(batch, [at], "InventoryActivate", "inventoryActivate", new JsonObject
            {
                ["itemId"] = level.Item, ["locationId"] = level.Location,
            }, cancel);
            if (UserError.Of(payload) is [var error, ..])
            {
                batch.Refuse([at], new Outcome.Rejected(
                    error.Message, InventoryBatch.NotStocked, InventoryLevelInput.LocationField, level.Location));
            }
        }
        catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Unknown)
        {
            batch.Refuse([at], WriteFault.OutcomeOf(fault));
        }
    }

    // The key is stored first, and forgotten once it is known what became of the call.
    private async Task<Record> MutateAsync(
        InventoryBatch batch, IReadOnlyList<int> open, string operation, string field, JsonObject variables,
        CancellationToken cancel)
    {
        var key = await keys.TakeAsync(
            variables, [.. open.Select(batch.KeyOf)], [.. open.Select(at => batch.LevelAt(at).Id)], cancel);
        variables["key"] = key;
        try
        {
            var payload = await client.MutateKeyedAsync(
                operation, field, variables, batch.PriorityOf(open), cancel);
            if (!UserError.Of(payload).Any(KeyRefusal.IsStillRunning))
            {
                await keys.EndAsync(key, cancel);
            }

            return payload;
        }
        catch (ShopifyFault fault) when (fault.Kind != ShopifyFaultKind.Unknown)
        {
            await keys.EndAsync(key, cancel);
            throw;
        }
    }
}
