using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Order edits: begun, changed, committed. One that is never committed changes nothing. What is removed is not
/// shipped any more, what is added is; the money is counted anew, and what was paid stays paid.</summary>
internal sealed class OrderEditMutations(ShopState state)
{
    public JsonObject Begin(JsonObject arguments) => state.Find(arguments["id"]!.GetValue<string>()) is not { } order
        ? Payload.Wrong(["id"], "The order does not exist.")
        : order["cancelledAt"] is not null
            ? Payload.Wrong(["id"], "The order cannot be edited.")
            : Payload.Of("calculatedOrder", state.Add("CalculatedOrder", new JsonObject
            {
                ["order"] = order["id"]!.DeepClone(), ["set"] = new JsonObject(), ["add"] = new JsonArray(),
            }));

    public JsonObject SetQuantity(JsonObject arguments)
    {
        var line = arguments["lineItemId"]!.GetValue<string>()
            .Replace("/CalculatedLineItem/", "/LineItem/", StringComparison.Ordinal);
        if (Edit(arguments) is not { } edit || state.Find(line) is null)
        {
            return Payload.Wrong(["lineItemId"], "Invalid id");
        }

        var quantity = arguments["quantity"]!.Whole();
        if (quantity < 0)
        {
            return Payload.Wrong(["quantity"], "must be greater than or equal to 0");
        }

        edit["set"]![line] = quantity;
        return Payload.Of("calculatedOrder", edit);
    }

    public JsonObject AddVariant(JsonObject arguments)
    {
        if (Edit(arguments) is not { } edit || state.Find(arguments["variantId"]!.GetValue<string>()) is null)
        {
            return Payload.Wrong(["variantId"], "Variant does not exist");
        }

        if (arguments["quantity"]!.Whole() is < 1 and var quantity)
        {
            var errors = new JsonArray(Payload.Error(["quantity"], "must be greater than 0"));
            if (quantity < 0)
            {
                errors.Add(Payload.Error(["quantity"], "must be greater than or equal to 0"));
            }

            return new JsonObject { ["userErrors"] = errors };
        }

        edit["add"]!.AsArray().Add(new JsonObject
        {
            ["variant"] = arguments["variantId"]!.DeepClone(), ["quantity"] = arguments["quantity"]!.Whole(),
        });
        return new JsonObject
        {
            ["calculatedLineItem"] = new JsonObject
            {
                ["id"] = $"gid://shopify/CalculatedLineItem/{state.NextNumber()}",
            },
            ["userErrors"] = new JsonArray(),
        };
    }

    public JsonObject Commit(JsonObject arguments)
    {
        if (Edit(arguments) is not { } edit)
        {
            return Payload.Wrong(["id"], "The calculated order does not exist.");
        }

        if (edit["set"]!.AsObject().Count == 0 && edit["add"]!.AsArray().Count == 0)
        {
            return Payload.Wrong(["id"], "There must be at least one change to be made.");
        }

        var order = state.Find(edit["order"]!.GetValue<string>())!;
        foreach (var (line, quantity) in edit["set"]!.AsObject())
        {
            SetTo(order, state.Find(line)!, (int)quantity!.Whole());
        }

        foreach (var added in edit["add"]!.AsArray())
        {
            Add(order, added!["variant"]!.GetValue<string>(), (int)added["quantity"]!.Whole());
        }

        new EditedMoney(state).Recount(order);
        order["edited"] = true;
        state.Remove("CalculatedOrder", edit["id"]!.GetValue<string>());
        state.Touch(order, "orders/updated");
        return Payload.Of("order", order);
    }

    private JsonObject? Edit(JsonObject arguments) => state.Find(arguments["id"]!.GetValue<string>());

    private void Add(JsonObject order, string variant, int quantity)
    {
        var known = state.Find(variant)!;
        var zero = Money.Bag(0, state.Options.Currency);
        var price = Money.Bag(known["price"]!.Exact(), state.Options.Currency);
        var line = state.Add("LineItem", new JsonObject
        {
            ["addedByEdit"] = true,
            ["name"] = known["title"]?.DeepClone(),
            ["title"] = known["title"]?.DeepClone(),
            ["sku"] = known["sku"]?.DeepClone(),
            ["quantity"] = quantity,
            ["currentQuantity"] = quantity,
            ["refundableQuantity"] = quantity,
            ["unfulfilledQuantity"] = quantity,
            ["variant"] = variant,
            ["product"] = known["product"]!.DeepClone(),
            ["originalUnitPriceSet"] = price.DeepClone(),
            ["originalTotalSet"] = Money.Bag(known["price"]!.Exact() * quantity, state.Options.Currency),
            ["discountedUnitPriceSet"] = price,
            ["discountedTotalSet"] = Money.Bag(known["price"]!.Exact() * quantity, state.Options.Currency),
            ["totalDiscountSet"] = zero,
            ["discountAllocations"] = new JsonArray(),
            ["taxLines"] = new JsonArray(),
            ["customAttributes"] = new JsonArray(),
        });
        order["lineItems"]!.AsArray().Add(line);
        new OrderDesk(state).OpenFulfillmentOrder(order, [line], state.All("Location")[0], state.Now());
    }

    private void SetTo(JsonObject order, JsonObject line, int quantity)
    {
        var more = quantity - line["currentQuantity"]!.GetValue<int>();
        line["currentQuantity"] = quantity;
        line["placedQuantity"] ??= line["quantity"]!.DeepClone();
        line["quantity"] = Math.Max(quantity, line["quantity"]!.GetValue<int>());
        line["refundableQuantity"] = Math.Max(0, line["refundableQuantity"]!.GetValue<int>() + more);
        line["unfulfilledQuantity"] = Math.Max(0, line["unfulfilledQuantity"]!.GetValue<int>() + more);
        foreach (var part in order["fulfillmentOrders"]!.AsArray().Select(id => state.Find(id!.GetValue<string>())!)
            .SelectMany(open => open["lineItems"]!.AsArray()).Select(id => state.Find(id!.GetValue<string>())!)
            .Where(part => part["lineItem"]!.ToString() == line["id"]!.ToString()).Take(1))
        {
            part["remainingQuantity"] = Math.Max(0, part["remainingQuantity"]!.GetValue<int>() + more);
        }
    }
}
