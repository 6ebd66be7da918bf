using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Mutations;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Control;

/// <summary>What a shop's staff do in its admin beside taking orders: refunds, returns, companies, payouts.</summary>
internal static class ShopPeople
{
    /// <summary>Refunds lines of an order, named by SKU, to where the money came from.</summary>
    public static JsonObject Refund(ShopState state, JsonObject order, JsonObject body)
    {
        var lines = new JsonArray([.. (body["lines"]?.AsArray() ?? []).Select(line => new JsonObject
        {
            ["lineItemId"] = LineOf(state, order, line!["sku"]!.GetValue<string>())["id"]!.DeepClone(),
            ["quantity"] = line["quantity"]!.Whole(),
            ["restockType"] = line["restockType"]?.DeepClone(),
        })]);
        var desk = new RefundDesk(state);
        var suggested = desk.Suggest(order, lines, body["shipping"]?.Exact() ?? 0)["suggestedTransactions"]!.AsArray();
        return desk.Make(order, new JsonObject
        {
            ["note"] = body["note"]?.DeepClone(),
            ["refundLineItems"] = lines,
            ["transactions"] = new JsonArray([.. suggested.Select(each => new JsonObject
            {
                ["parentId"] = each!["parentTransaction"]!.DeepClone(),
                ["gateway"] = each["gateway"]!.DeepClone(),
                ["amount"] = each["amountSet"]!["shopMoney"]!["amount"]!.DeepClone(),
            })]),
        });
    }

    /// <summary>A customer asks to send lines back.</summary>
    public static JsonObject RequestReturn(ShopState state, JsonObject order, JsonObject body)
    {
        var made = order["returns"]!.AsArray();
        var lines = body["lines"]!.AsArray().Select(line => ReturnLine(state, order, line!.AsObject())).ToArray();
        var asked = state.Add("Return", new JsonObject
        {
            ["name"] = $"{order["name"]}-R{made.Count + 1}",
            ["status"] = "REQUESTED",
            ["createdAt"] = state.Now(),
            ["order"] = order["id"]!.DeepClone(),
            ["totalQuantity"] = lines.Sum(line => line["quantity"]!.GetValue<int>()),
            ["refunds"] = new JsonArray(),
            ["returnLineItems"] = new JsonArray([.. lines.Select(line => line["id"]!.DeepClone())]),
            ["exchangeLineItems"] = new JsonArray([.. (body["exchange"]?.AsArray() ?? [])
                .Select(line => Exchanged(state, line!.AsObject())["id"]!.DeepClone())]),
        });
        made.Add(asked["id"]!.DeepClone());
        state.Tell("returns/request", asked);
        state.Touch(order, "orders/updated");
        return asked;
    }

    public static JsonObject Company(ShopState state, JsonObject body)
    {
        var company = CompanyMutations.New(state);
        company["name"] = body["name"]!.DeepClone();
        company["externalId"] = body["externalId"]?.DeepClone();
        var location = state.Add("CompanyLocation", new JsonObject
        {
            ["name"] = body["location"]?.DeepClone() ?? body["name"]!.DeepClone(),
            ["externalId"] = body["locationExternalId"]?.DeepClone(),
            ["company"] = company["id"]!.DeepClone(),
            ["currency"] = state.Options.Currency,
            ["createdAt"] = state.Now(),
            ["taxSettings"] = new JsonObject { ["taxExempt"] = false, ["taxExemptions"] = new JsonArray() },
        });
        company["locations"]!.AsArray().Add(location["id"]!.DeepClone());
        state.Touch(location, "company_locations/create");
        state.Touch(company, "companies/create");
        return company;
    }

    /// <summary>Deletes a record, which the shop's events tell of, but for a location.</summary>
    public static JsonObject Delete(ShopState state, string list, string number)
    {
        var (type, topic, subject) = list switch
        {
            "products" => ("Product", "products/delete", "PRODUCT"),
            "customers" => ("Customer", "customers/delete", "CUSTOMER"),
            "companies" => ("Company", "companies/delete", "COMPANY"),
            "companyLocations" => ("CompanyLocation", "company_locations/delete", "COMPANY_LOCATION"),
            "locations" => ("Location", "locations/delete", null),
            _ => ("Order", "orders/delete", "ORDER"),
        };
        var record = state.Find($"gid://shopify/{type}/{number}")
            ?? throw new ArgumentException($"there is no {type} {number}");
        if (type == "Product")
        {
            new Catalogue(state).Delete(record);
        }
        else
        {
            state.Delete(record, subject, topic);
        }

        return new JsonObject { ["id"] = record["id"]!.DeepClone() };
    }

    /// <summary>Shopify Payments pays out: a payout and its transactions.</summary>
    public static JsonObject Payout(ShopState state, JsonObject body)
    {
        var account = state.All("ShopifyPaymentsAccount") is [var known, ..]
            ? known : state.Add("ShopifyPaymentsAccount", []);
        var amount = body["amount"]!.Exact();
        var payout = state.Add("ShopifyPaymentsPayout", new JsonObject
        {
            ["account"] = account["id"]!.DeepClone(),
            ["issuedAt"] = state.Now(),
            ["status"] = body["status"]?.DeepClone() ?? "SCHEDULED",
            ["transactionType"] = "DEPOSIT",
            ["net"] = Money.One(amount, state.Options.Currency),
            ["summary"] = Summary(state, amount),
        });
        state.Add("ShopifyPaymentsBalanceTransaction", new JsonObject
        {
            ["type"] = "CHARGE",
            ["sourceType"] = "CHARGE",
            ["transactionDate"] = state.Now(),
            ["amount"] = Money.One(amount, state.Options.Currency),
            ["fee"] = Money.One(0, state.Options.Currency),
            ["net"] = Money.One(amount, state.Options.Currency),
            ["associatedPayout"] = new JsonObject
            {
                ["id"] = payout["id"]!.DeepClone(), ["status"] = payout["status"]!.DeepClone(),
            },
        });
        return payout;
    }

    private static JsonObject Summary(ShopState state, decimal charges) => new(
        new[] { "adjustments", "charges", "refundsFee", "refunds", "reservedFunds", "retriedPayouts" }
            .SelectMany(part => new[] { $"{part}Fee", $"{part}Gross" }).Distinct()
            .Select(field => KeyValuePair.Create(field, (JsonNode?)Money.One(
                field == "chargesGross" ? charges : 0, state.Options.Currency))));

    private static JsonObject ReturnLine(ShopState state, JsonObject order, JsonObject line)
    {
        var bought = LineOf(state, order, line["sku"]!.GetValue<string>())["id"]!.GetValue<string>();
        var shipped = order["fulfillments"]!.AsArray().Select(id => state.Find(id!.GetValue<string>())!)
            .SelectMany(each => each["fulfillmentLineItems"]!.AsArray())
            .FirstOrDefault(id => state.Find(id!.GetValue<string>())!["lineItem"]!.GetValue<string>() == bought)
            ?? throw new ArgumentException("only what was shipped can be sent back");
        var quantity = (int)line["quantity"]!.Whole();
        return state.Add("ReturnLineItem", new JsonObject
        {
            ["quantity"] = quantity,
            ["processableQuantity"] = quantity,
            ["processedQuantity"] = 0,
            ["refundableQuantity"] = quantity,
            ["refundedQuantity"] = 0,
            ["unprocessedQuantity"] = quantity,
            ["returnReasonNote"] = line["note"]?.DeepClone() ?? "",
            ["fulfillmentLineItem"] = shipped.DeepClone(),
        });
    }

    private static JsonObject Exchanged(ShopState state, JsonObject line)
    {
        var (sku, quantity) = (line["sku"]!.GetValue<string>(), (int)line["quantity"]!.Whole());
        var item = state.ItemBySku(sku) ?? throw new ArgumentException($"there is no {sku}");
        var variant = state.Find(item["variant"]!.GetValue<string>())!;
        var sent = state.Add("LineItem", new JsonObject
        {
            ["sku"] = sku,
            ["name"] = variant["title"]?.DeepClone(),
            ["title"] = variant["title"]?.DeepClone(),
            ["quantity"] = quantity,
            ["currentQuantity"] = quantity,
            ["unfulfilledQuantity"] = quantity,
            ["variant"] = variant["id"]!.DeepClone(),
            ["originalUnitPriceSet"] = Money.Bag(variant["price"]!.Exact(), state.Options.Currency),
        });
        return state.Add("ExchangeLineItem", new JsonObject
        {
            ["quantity"] = quantity,
            ["processableQuantity"] = quantity,
            ["processedQuantity"] = 0,
            ["unprocessedQuantity"] = quantity,
            ["lineItems"] = new JsonArray(sent["id"]!.DeepClone()),
        });
    }

    private static JsonObject LineOf(ShopState state, JsonObject order, string sku) => order["lineItems"]!.AsArray()
        .Select(line => state.Find(line!["id"]!.GetValue<string>())!)
        .FirstOrDefault(line => line["sku"]!.GetValue<string>() == sku)
        ?? throw new ArgumentException($"the order has no {sku}");
}
