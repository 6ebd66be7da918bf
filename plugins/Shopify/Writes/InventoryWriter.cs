using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Stock levels, up to 250 in one call. A call is all or nothing: a quantity that the shop refuses is taken
/// out and the rest is sent again; where the shop does not say which one it is, the call is halved. A level that says
/// what it was computed from is set only while that stands.</summary>
internal sealed class InventoryWriter(GraphQlClient client, TimeProvider time) : IManyWriter
{
    public const int QuantitiesMost = 250;
    private const int CallsMost = 64;
    private const int IdLength = 16;

    private long _calls;

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
            var payload = await client.MutateAsync("InventorySet", "inventorySetQuantities", new JsonObject
            {
                ["input"] = batch.Input(open),
                ["key"] = KeyOf(open.Select(batch.KeyOf)),
            }, batch.PriorityOf(open), cancel);
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
            var payload = await client.MutateAsync("InventoryActivate", "inventoryActivate", new JsonObject
            {
                ["itemId"] = level.Item,
                ["locationId"] = level.Location,
                ["key"] = KeyOf(["activate " + batch.KeyOf(at)]),
            }, batch.PriorityOf([at]), cancel);
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

    // Of the write keys, so that a log tells what a call was for, and of this one call: a write key is made of content,
    // and stock that goes from 5 to 7 and back to 5 writes the first content again. With the key of then the shop would
    // repeat its answer of then and change nothing. Sending a quantity twice does no harm, so nothing is lost by it.
    private string KeyOf(IEnumerable<string> keys)
    {
        var call = string.Create(
            CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcTicks}/{Interlocked.Increment(ref _calls)}");
        var text = string.Join('\n', keys.Append(call));
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, IdLength)).ToString();
    }
}
