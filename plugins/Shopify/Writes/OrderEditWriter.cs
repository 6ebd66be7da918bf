using System.Text.Json.Nodes;
using IntegrationHost.Connectors;
using IntegrationHost.Plugins.Shopify.Client;
using IntegrationHost.Plugins.Shopify.Feeds;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>Edits the lines of an order: begin, set, commit. An edit has no key of ours, so the record says the
/// quantities that are to stand after it, and only what differs is edited: an edit that landed is found by that. One
/// that was begun and not committed changes nothing.</summary>
internal sealed class OrderEditWriter(GraphQlClient client) : StandingWriter(client, Form)
{
    private static readonly WriteForm Form = new(
        "an order edit", "an edit is not taken back; write the quantities that are to stand",
        ["order", "lines", "note", "notifyCustomer", "restock"]);

    protected override async Task<Plan> PlanAsync(Write write, CancellationToken cancel)
    {
        var wanted = write.Record;
        var id = wanted.Text("order");
        var answer = await Client.QueryAsync("OrderEditable", new JsonObject { ["id"] = id }, cancel);
        if (answer.InnerOrNull("order") is not { } order)
        {
            return Plan.Wrong("the order does not exist in the shop", "NOT_FOUND", "order", id);
        }

        if (order.Flag("lineItems.pageInfo.hasNextPage"))
        {
            return Plan.Wrong("an order of more than 250 lines is not edited", "too-many-lines", "lines");
        }

        var named = wanted.List("lines").Select(line => line.TextOrNull("lineItem") ?? line.Text("sku"));
        if (Inputs.NamedTwice(named, "lines") is { } twice)
        {
            return twice;
        }

        var edits = new List<PlannedCall>();
        foreach (var line in wanted.List("lines"))
        {
            var (edit, wrong) = EditOf(line, order, wanted.FlagOrFalse("restock"));
            if (wrong is not null)
            {
                return wrong;
            }

            if (edit is not null)
            {
                edits.Add(edit);
            }
        }

        return edits.Count == 0
            ? Plan.Done(new Outcome.Unchanged(id, Versions.Of(ShopifyEntities.Order, order)))
            : PlanOf(id, wanted, edits);
    }

    private static Plan PlanOf(string id, Record wanted, IReadOnlyList<PlannedCall> edits)
    {
        var begin = new PlannedCall("OrderEditBegin", "orderEditBegin", new JsonObject { ["id"] = id });
        var commit = new PlannedCall("OrderEditCommit", "orderEditCommit", done => new JsonObject
        {
            ["id"] = EditIn(done),
            ["note"] = wanted.TextOrNull("note"),
            ["notify"] = wanted.FlagOrFalse("notifyCustomer"),
        });
        return new Plan(null, [begin, .. edits, commit], done =>
            new Outcome.Updated(id, Stamp.Normal(done[^1].Text("order.updatedAt"))))
        {
            CommitsAtEnd = true,
        };
    }

    private static (PlannedCall? Edit, Plan? Wrong) EditOf(Record line, Record order, bool restock)
    {
        var quantity = line.Number("quantity");
        // A variant that was added is found by itself, too: it need not have the SKU that the record says.
        var standing = order.List("lineItems.nodes").Where(each => line.TextOrNull("lineItem") is { } id
            ? each.Text("id") == id : each.TextOrNull("sku") == line.Text("sku")
                || (line.TextOrNull("variant") is { } added && each.TextOrNull("variant.id") == added)).ToArray();
        var now = standing.Sum(each => each.Number("currentQuantity"));
        if (quantity < 0 || decimal.Truncate(quantity) != quantity)
        {
            return (null, Plan.Wrong(
                "a quantity is a whole number of 0 or more", "invalid-quantity", "lines.quantity"));
        }

        if (quantity == now)
        {
            return (null, null);
        }

        if (standing.Length == 0)
        {
            return line.TextOrNull("variant") is { } variant
                ? (new PlannedCall("OrderEditAddVariant", "orderEditAddVariant", done => new JsonObject
                {
                    ["id"] = EditIn(done), ["variant"] = variant, ["quantity"] = (int)quantity,
                }), null)
                : (null, Plan.Wrong($"{order.Text("name")} has no such line; name the variant to add", "NOT_FOUND",
                    "lines.sku", line.TextOrNull("sku")));
        }

        // Of several lines with one SKU the first takes what the others do not have.
        var others = standing.Skip(1).Sum(each => each.Number("currentQuantity"));
        return quantity < others
            ? (null, Plan.Wrong($"{order.Text("name")} has several lines of {line.TextOrNull("sku")}; name each by its "
                + "lineItem", "ambiguous-line", "lines.sku", line.TextOrNull("sku")))
            : (new PlannedCall("OrderEditSetQuantity", "orderEditSetQuantity", done => new JsonObject
            {
                ["id"] = EditIn(done),
                // The line of the edit has the number of the order's.
                ["line"] = standing[0].Text("id")
                    .Replace("/LineItem/", "/CalculatedLineItem/", StringComparison.Ordinal),
                ["quantity"] = (int)(quantity - others),
                ["restock"] = restock,
            }), null);
    }

    private static string EditIn(IReadOnlyList<Record> done) => done[0].Text("calculatedOrder.id");
}
