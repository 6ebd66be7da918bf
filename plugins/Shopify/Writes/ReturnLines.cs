using IntegrationHost.Records;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What of a return's lines is left to process. Pure.</summary>
internal static class ReturnLines
{
    private static readonly string[] Known = ["id", "sku", "quantity"];
    private static readonly string[] KnownOfReturned = [.. Known, "disposition", "location"];

    /// <summary>The lines that are left.</summary>
    /// <param name="wanted">The record.</param>
    /// <param name="field">Its list: how many of each line are to have been processed in all.</param>
    /// <param name="standing">The return as it stands.</param>
    /// <param name="list">Its list of the same lines.</param>
    public static (IReadOnlyList<OpenReturnLine> Lines, Plan? Wrong) Unprocessed(
        Record wanted, string field, Record standing, string list)
    {
        var lines = new List<OpenReturnLine>();
        var asked = wanted.ListOrEmpty(field);
        if (asked.Count > 0 && standing.Flag($"{list}.pageInfo.hasNextPage"))
        {
            return ([], Plan.Wrong("the return has more lines than are read", "too-many-lines", field));
        }

        foreach (var line in asked)
        {
            var fields = field == "processed" ? KnownOfReturned : Known;
            if (Inputs.UnknownField(line, $"a line of {field}", field, fields) is { } strange)
            {
                return ([], strange);
            }

            var known = standing.List($"{list}.nodes").Where(each => line.TextOrNull("id") is { } id
                ? each.Text("id") == id : SkuOf(each) == line.Text("sku")).ToArray();
            var total = line.Number("quantity");
            if (known is not [var one] || total > one.Number("quantity") || decimal.Truncate(total) != total)
            {
                return ([], Plan.Wrong(known.Length > 1
                    ? "the return has several lines of this SKU; name each by its id"
                    : "the return has no such line, or fewer of it", "NOT_FOUND", field, line.TextOrNull("sku")));
            }

            if (total - one.Number("processedQuantity") is > 0 and var missing)
            {
                lines.Add(new OpenReturnLine(line, one, (int)missing));
            }
        }

        return (lines, Inputs.NamedTwice(lines.Select(line => line.Standing.Text("id")), field));
    }

    private static string? SkuOf(Record line) => line.TextOrNull("fulfillmentLineItem.lineItem.sku")
        ?? (line.ListOrEmpty("lineItems") is [var first, ..] ? first.TextOrNull("sku") : null);
}
