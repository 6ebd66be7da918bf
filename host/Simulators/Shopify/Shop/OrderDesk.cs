using System.Globalization;
using System.Text.Json.Nodes;

namespace IntegrationHost.Simulators.Shopify.Shop;

/// <summary>Turns a placed order into the record the API shows, to the cent: line totals, discounts spread over the
/// lines, taxes rounded per line, shipping with its tax, transactions, a fulfilment order.</summary>
internal sealed class OrderDesk(ShopState state)
{
    private string Currency => state.Options.Currency;

    public JsonObject Place(PlacedOrder placed)
    {
        var now = state.Now();
        var spread = Spread(placed);
        var lines = placed.Lines.Select((line, at) => Line(line, spread[at], placed.TaxRate)).ToArray();
        var shippingTax = Money.Cents(placed.Shipping * placed.TaxRate);
        var subtotal = lines.Sum(line => Money.Of(line["discountedTotalSet"]) - SpreadOf(line));
        var tax = lines.Sum(TaxOf) + shippingTax;
        var total = subtotal + placed.Shipping + tax;
        var number = state.NextOrderNumber++;
        var customer = placed.Customer is null ? null : state.Find(placed.Customer);
        var address = customer?["defaultAddress"];
        var order = state.Add("Order", new JsonObject
        {
            ["name"] = $"#{number}",
            ["number"] = number,
            ["confirmationNumber"] = $"C{number:D8}",
            ["createdAt"] = now,
            ["processedAt"] = now,
            ["updatedAt"] = now,
            ["cancelledAt"] = placed.Cancelled ? now : null,
            ["cancelReason"] = placed.Cancelled ? "CUSTOMER" : null,
            ["test"] = placed.Test,
            ["sourceName"] = "web",
            ["email"] = customer?["defaultEmailAddress"]?["emailAddress"]?.DeepClone(),
            ["note"] = placed.Note,
            ["tags"] = new JsonArray(),
            ["customAttributes"] = new JsonArray(),
            ["displayFinancialStatus"] = placed.Cancelled ? "VOIDED" : placed.Authorized ? "AUTHORIZED"
                : placed.Pending ? "PENDING" : "PAID",
            ["displayFulfillmentStatus"] = "UNFULFILLED",
            ["edited"] = false,
            ["fullyPaid"] = placed is { Authorized: false, Pending: false },
            ["taxesIncluded"] = false,
            ["taxExempt"] = false,
            ["estimatedTaxes"] = false,
            ["dutiesIncluded"] = false,
            ["currencyCode"] = Currency,
            ["presentmentCurrencyCode"] = Currency,
            ["paymentGatewayNames"] = new JsonArray(placed.Gateway),
            ["discountCodes"] = placed.Discount > 0 ? new JsonArray("WELCOME") : new JsonArray(),
            ["customer"] = placed.Customer,
            ["billingAddress"] = address?.DeepClone(),
            ["shippingAddress"] = address?.DeepClone(),
            ["subtotalPriceSet"] = Bag(subtotal),
            ["totalPriceSet"] = Bag(total),
            ["currentTotalPriceSet"] = Bag(total),
            ["totalTaxSet"] = Bag(tax),
            ["totalDiscountsSet"] = Bag(placed.Discount + placed.Lines.Sum(line => line.Discount)),
            ["totalShippingPriceSet"] = Bag(placed.Shipping),
            ["totalTipReceivedSet"] = Bag(0),
            ["totalRefundedSet"] = Bag(0),
            ["totalOutstandingSet"] = Bag(placed.Authorized || placed.Pending ? total : 0),
            ["netPaymentSet"] = Bag(placed.Authorized || placed.Pending ? 0 : total),
            ["taxLines"] = TaxLines(tax, placed.TaxRate),
            ["shippingLines"] = ShippingLines(placed.Shipping, shippingTax, placed.TaxRate),
            ["lineItems"] = new JsonArray([.. lines]),
            ["transactions"] = new JsonArray(),
            ["totalReceivedSet"] = Bag(placed.Cancelled || placed.Authorized || placed.Pending ? 0 : total),
            ["totalCapturableSet"] = Bag(placed.Authorized ? total : 0),
            ["currentSubtotalPriceSet"] = Bag(subtotal),
            ["currentTotalTaxSet"] = Bag(tax),
            ["refunds"] = new JsonArray(),
            ["returns"] = new JsonArray(),
            ["fulfillments"] = new JsonArray(),
            ["fulfillmentOrders"] = new JsonArray(),
        });
        if (!placed.Cancelled)
        {
            var byLocation = placed.Lines.Zip(lines).GroupBy(pair => pair.First.Location, pair => pair.Second);
            foreach (var group in byLocation)
            {
                OpenFulfillmentOrder(order, [.. group], LocationOf(group.Key), now);
            }
        }

        Pay(order, placed, total, now);
        state.Touch(order, "orders/create");
        return order;
    }

    /// <summary>The order discount over the lines in proportion; the last line takes what rounding leaves.</summary>
    private static decimal[] Spread(PlacedOrder placed)
    {
        var amounts = placed.Lines.Select(line => (line.Price * line.Quantity) - line.Discount).ToArray();
        var all = amounts.Sum();
        var spread = amounts.Select(amount => all == 0 ? 0 : Money.Cents(placed.Discount * amount / all)).ToArray();
        spread[^1] += placed.Discount - spread.Sum();
        return spread;
    }

    private JsonObject Line(PlacedLine line, decimal spread, decimal rate)
    {
        var full = line.Price * line.Quantity;
        var afterLine = full - line.Discount;
        var tax = Money.Cents((afterLine - spread) * rate);
        var item = state.ItemBySku(line.Sku);
        var variant = item is null ? null : state.Find(item["variant"]!.GetValue<string>());
        var allocations = new[] { line.Discount, spread }.Where(amount => amount > 0)
            .Select(amount => (JsonNode)new JsonObject { ["allocatedAmountSet"] = Bag(amount) });
        return state.Add("LineItem", new JsonObject
        {
            ["name"] = variant?["title"]?.DeepClone() ?? line.Sku,
            ["title"] = variant?["title"]?.DeepClone() ?? line.Sku,
            ["sku"] = line.Sku,
            ["quantity"] = line.Quantity,
            ["currentQuantity"] = line.Quantity,
            ["refundableQuantity"] = line.Quantity,
            ["unfulfilledQuantity"] = line.Quantity,
            ["requiresShipping"] = true,
            ["taxable"] = rate > 0,
            ["isGiftCard"] = false,
            ["variant"] = variant?["id"]?.DeepClone(),
            ["product"] = variant?["product"]?.DeepClone(),
            ["originalUnitPriceSet"] = Bag(line.Price),
            ["originalTotalSet"] = Bag(full),
            ["discountedUnitPriceSet"] = Bag(Money.Cents(afterLine / line.Quantity)),
            ["discountedTotalSet"] = Bag(afterLine),
            ["totalDiscountSet"] = Bag(line.Discount),
            ["discountAllocations"] = new JsonArray([.. allocations]),
            ["taxLines"] = TaxLines(tax, rate),
            ["customAttributes"] = new JsonArray(),
        });
    }

    private static decimal SpreadOf(JsonObject line) =>
        line["discountAllocations"]!.AsArray().Sum(each => Money.Of(each!["allocatedAmountSet"]))
        - Money.Of(line["totalDiscountSet"]);

    private static decimal TaxOf(JsonObject line) => line["taxLines"]!.AsArray().Sum(tax => Money.Of(tax!["priceSet"]));

    private JsonArray TaxLines(decimal amount, decimal rate) => rate == 0 ? [] :
    [
        new JsonObject
        {
            ["title"] = "Sales tax",
            ["rate"] = rate,
            ["ratePercentage"] = rate * 100,
            ["source"] = "shopify",
            ["channelLiable"] = false,
            ["priceSet"] = Bag(amount),
        },
    ];

    private JsonArray ShippingLines(decimal price, decimal tax, decimal rate) => price == 0 ? [] :
    [
        new JsonObject
        {
            ["title"] = "Standard",
            ["code"] = "standard",
            ["source"] = "shopify",
            ["isRemoved"] = false,
            ["originalPriceSet"] = Bag(price),
            ["discountedPriceSet"] = Bag(price),
            ["currentDiscountedPriceSet"] = Bag(price),
            ["taxLines"] = TaxLines(tax, rate),
            ["discountAllocations"] = new JsonArray(),
        },
    ];

    private void Pay(JsonObject order, PlacedOrder placed, decimal total, string now)
    {
        if (placed.Cancelled || placed.Pending)
        {
            return;
        }

        var paid = state.Add("OrderTransaction", new JsonObject
        {
            ["kind"] = placed.Authorized ? "AUTHORIZATION" : "SALE",
            ["status"] = "SUCCESS",
            ["gateway"] = placed.Gateway,
            ["formattedGateway"] = placed.Gateway,
            ["manualPaymentGateway"] = placed.Gateway == "manual",
            ["test"] = placed.Test,
            ["createdAt"] = now,
            ["processedAt"] = now,
            ["amountSet"] = Bag(total),
            ["order"] = order["id"]!.DeepClone(),
        });
        order["transactions"]!.AsArray().Add(paid["id"]!.DeepClone());
        state.Tell("order_transactions/create", paid);
    }

    private JsonObject LocationOf(string? name) => name is null
        ? state.All("Location")[0]
        : state.All("Location").FirstOrDefault(known => known["name"]!.GetValue<string>() == name)
            ?? throw new ArgumentException($"there is no location {name}");

    /// <summary>Lines that one location is to ship.</summary>
    public void OpenFulfillmentOrder(JsonObject order, JsonObject[] lines, JsonObject location, string now)
    {
        var opened = state.Add("FulfillmentOrder", new JsonObject
        {
            ["status"] = "OPEN",
            ["requestStatus"] = "UNSUBMITTED",
            ["orderId"] = order["id"]!.DeepClone(),
            ["orderName"] = order["name"]!.DeepClone(),
            ["createdAt"] = now,
            ["updatedAt"] = now,
            ["assignedLocation"] = new JsonObject
            {
                ["name"] = location["name"]!.DeepClone(),
                ["location"] = location["id"]!.DeepClone(),
            },
            ["supportedActions"] = new JsonArray(new JsonObject { ["action"] = "CREATE_FULFILLMENT" }),
            ["fulfillmentHolds"] = new JsonArray(),
            ["lineItems"] = new JsonArray([.. lines.Select(line => state.Add("FulfillmentOrderLineItem", new JsonObject
            {
                ["totalQuantity"] = line["quantity"]!.DeepClone(),
                ["remainingQuantity"] = line["quantity"]!.DeepClone(),
                ["sku"] = line["sku"]!.DeepClone(),
                ["inventoryItemId"] = state.ItemBySku(line["sku"]!.GetValue<string>())?["id"]!.DeepClone(),
                ["lineItem"] = line["id"]!.DeepClone(),
            })["id"]!.DeepClone())]),
        });
        order["fulfillmentOrders"]!.AsArray().Add(opened["id"]!.DeepClone());
    }

    private JsonObject Bag(decimal amount) => Money.Bag(amount, Currency);
}
