using System.Text.Json.Nodes;
using IntegrationHost.Simulators.Shopify.GraphQl;
using IntegrationHost.Simulators.Shopify.Shop;

namespace IntegrationHost.Simulators.Shopify.Mutations;

/// <summary>Fulfilments: always out of fulfilment orders of one order and one location.</summary>
internal sealed class FulfillmentMutations(ShopState state)
{
    public JsonObject Create(JsonObject input)
    {
        var parts = input["lineItemsByFulfillmentOrder"]!.AsArray().Select(part => part!.AsObject()).ToArray();
        var orders = parts.Select(part => state.Find(part["fulfillmentOrderId"]!.GetValue<string>())).ToArray();
        if (orders.Length == 0 || orders.Any(found => found is null))
        {
            return Payload.Wrong(["fulfillment"], "Fulfillment order does not exist.");
        }

        if (orders.Any(found => found!["status"]!.GetValue<string>() is not ("OPEN" or "IN_PROGRESS")))
        {
            return Payload.Wrong(["fulfillment"], "The fulfillment order is not in an open state.");
        }

        if (orders.DistinctBy(found => found!["assignedLocation"]!["location"]!.GetValue<string>()).Count() > 1)
        {
            return Payload.Wrong(["fulfillment"],
                "All fulfillment orders must be assigned to the same location.");
        }

        var taken = parts.SelectMany((part, at) => Wanted(part, orders[at]!)).ToArray();
        if (taken.Any(line => line.Quantity < 1 || line.Quantity > line.Line["remainingQuantity"]!.GetValue<int>()))
        {
            return Payload.Wrong(["fulfillment"],
                "Invalid fulfillment order line item quantity requested.");
        }

        return Fulfil(input, state.Find(orders[0]!["orderId"]!.GetValue<string>())!, orders!, taken);
    }

    public JsonObject UpdateTracking(JsonObject arguments)
    {
        if (state.Find(arguments["fulfillmentId"]!.GetValue<string>()) is not { } fulfillment)
        {
            return Payload.Wrong(["fulfillmentId"], "Fulfillment does not exist.");
        }

        fulfillment["trackingInfo"] = Tracking(arguments["trackingInfoInput"]?.AsObject());
        state.Touch(fulfillment, "fulfillments/update");
        return new JsonObject { ["fulfillment"] = fulfillment["id"]!.DeepClone(), ["userErrors"] = new JsonArray() };
    }

    public JsonObject Cancel(JsonObject arguments)
    {
        if (state.Find(arguments["id"]!.GetValue<string>()) is not { } fulfillment)
        {
            return Payload.Wrong(["id"], "Fulfillment not found.");
        }

        if (fulfillment["status"]!.GetValue<string>() == "CANCELLED")
        {
            return Payload.Wrong(["id"], "Fulfillment is already cancelled.");
        }

        fulfillment["status"] = "CANCELLED";
        fulfillment["displayStatus"] = "CANCELED";
        var order = state.Find(fulfillment["order"]!.GetValue<string>())!;
        foreach (var line in fulfillment["fulfillmentLineItems"]!.AsArray()
            .Select(id => state.Find(id!.GetValue<string>())!))
        {
            Reopen(order, line["lineItem"]!.GetValue<string>(), line["quantity"]!.GetValue<int>());
        }

        order["displayFulfillmentStatus"] = "UNFULFILLED";
        state.Touch(fulfillment, "fulfillments/update");
        state.Touch(order, "orders/updated");
        return Payload.Of("fulfillment", fulfillment);
    }

    public JsonObject AddEvent(JsonObject arguments)
    {
        var input = arguments["fulfillmentEvent"]!.AsObject();
        if (state.Find(input["fulfillmentId"]!.GetValue<string>()) is not { } fulfillment)
        {
            return Payload.Wrong(["fulfillmentEvent", "fulfillmentId"], "Fulfillment does not exist.");
        }

        var made = state.Add("FulfillmentEvent", new JsonObject
        {
            ["status"] = input["status"]!.DeepClone(),
            ["happenedAt"] = input["happenedAt"]?.DeepClone() ?? state.Now(),
            ["message"] = input["message"]?.DeepClone(),
        });
        fulfillment["events"]!.AsArray().Add(made["id"]!.DeepClone());
        fulfillment["displayStatus"] = input["status"]!.DeepClone();
        fulfillment["deliveredAt"] = input["status"]!.GetValue<string>() == "DELIVERED"
            ? made["happenedAt"]!.DeepClone() : fulfillment["deliveredAt"]?.DeepClone();
        state.Touch(fulfillment, "fulfillments/update");
        return Payload.Of("fulfillmentEvent", made);
    }

    private void Reopen(JsonObject order, string line, int quantity)
    {
        foreach (var open in order["fulfillmentOrders"]!.AsArray().Select(id => state.Find(id!.GetValue<string>())!))
        {
            foreach (var part in open["lineItems"]!.AsArray().Select(id => state.Find(id!.GetValue<string>())!)
                .Where(part => part["lineItem"]!.GetValue<string>() == line))
            {
                part["remainingQuantity"] = part["remainingQuantity"]!.GetValue<int>() + quantity;
                open["status"] = "OPEN";
                open["supportedActions"] = new JsonArray(new JsonObject { ["action"] = "CREATE_FULFILLMENT" });
                state.Touch(open, null);
                return;
            }
        }
    }

    private JsonObject Fulfil(
        JsonObject input, JsonObject order, JsonObject[] orders, (JsonObject Line, int Quantity)[] taken)
    {
        foreach (var (line, quantity) in taken)
        {
            line["remainingQuantity"] = line["remainingQuantity"]!.GetValue<int>() - quantity;
            var item = state.Find(line["lineItem"]!.GetValue<string>())!;
            item["unfulfilledQuantity"] = item["unfulfilledQuantity"]!.GetValue<int>() - quantity;
        }

        foreach (var done in orders.Where(IsDone))
        {
            done["status"] = "CLOSED";
            done["supportedActions"] = new JsonArray();
        }

        foreach (var touched in orders)
        {
            state.Touch(touched, null);
        }

        var made = order["fulfillments"]!.AsArray();
        var fulfillment = state.Add("Fulfillment", new JsonObject
        {
            ["name"] = $"{order["name"]}-F{made.Count + 1}",
            ["status"] = "SUCCESS",
            ["displayStatus"] = "FULFILLED",
            ["createdAt"] = state.Now(),
            ["updatedAt"] = state.Now(),
            ["totalQuantity"] = taken.Sum(line => line.Quantity),
            ["location"] = orders[0]["assignedLocation"]!["location"]!.DeepClone(),
            ["events"] = new JsonArray(),
            ["trackingInfo"] = Tracking(input["trackingInfo"]?.AsObject()),
            ["order"] = order["id"]!.DeepClone(),
            ["fulfillmentLineItems"] = new JsonArray(
                [.. taken.Select(line => state.Add("FulfillmentLineItem", new JsonObject
            {
                ["quantity"] = line.Quantity,
                ["lineItem"] = line.Line["lineItem"]!.DeepClone(),
            })["id"]!.DeepClone())]),
        });
        made.Add(fulfillment["id"]!.DeepClone());
        order["displayFulfillmentStatus"] = AllLines(order).All(done => done) ? "FULFILLED" : "PARTIALLY_FULFILLED";
        state.Touch(fulfillment, "fulfillments/create");
        state.Touch(order, "orders/updated");
        return new JsonObject { ["fulfillment"] = fulfillment["id"]!.DeepClone(), ["userErrors"] = new JsonArray() };
    }

    private IEnumerable<(JsonObject Line, int Quantity)> Wanted(JsonObject part, JsonObject order)
    {
        var lines = order["lineItems"]!.AsArray().Select(id => state.Find(id!.GetValue<string>())!);
        return part["fulfillmentOrderLineItems"] is not JsonArray { Count: > 0 } asked
            ? lines.Select(line => (line, line["remainingQuantity"]!.GetValue<int>())).Where(line => line.Item2 > 0)
            : asked.Select(line => (
                state.Find(line!["id"]!.GetValue<string>())!, (int)line["quantity"]!.Whole()));
    }

    private bool IsDone(JsonObject order) => order["lineItems"]!.AsArray()
        .All(id => state.Find(id!.GetValue<string>())!["remainingQuantity"]!.GetValue<int>() == 0);

    private IEnumerable<bool> AllLines(JsonObject order) => order["fulfillmentOrders"]!.AsArray()
        .Select(id => IsDone(state.Find(id!.GetValue<string>())!));

    private static JsonArray Tracking(JsonObject? info)
    {
        var numbers = info?["numbers"]?.AsArray() ?? (info?["number"] is { } one ? [one.DeepClone()] : []);
        var urls = info?["urls"]?.AsArray() ?? [];
        return new JsonArray([.. numbers.Select((number, at) => new JsonObject
        {
            ["company"] = info!["company"]?.DeepClone(),
            ["number"] = number?.DeepClone(),
            ["url"] = at < urls.Count ? urls[at]?.DeepClone() : null,
        })]);
    }
}
