using IntegrationHost.Connectors;
using IntegrationHost.Plugins.NetSuite.Feeds;
using IntegrationHost.Plugins.NetSuite.SuiteQl;
using IntegrationHost.Records;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Items of one type or of all, with the members of what is put together.</summary>
/// <param name="suiteQl">Runs the queries.</param>
/// <param name="condition">What belongs to the entity, or empty.</param>
/// <param name="custom">The custom fields to read along.</param>
internal sealed class Items(SuiteQlClient suiteQl, string condition, CustomFields custom) : IEntityReading
{
    /// <summary>The record types of items, and the table's word for each.</summary>
    public static readonly IReadOnlyDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["inventoryItem"] = "InvtPart",
        ["nonInventorySaleItem"] = "NonInvtPart",
        ["serviceSaleItem"] = "Service",
        ["kitItem"] = "Kit",
        ["assemblyItem"] = "Assembly",
    };

    /// <summary>The condition on the table's alias <c>i</c>.</summary>
    public static string Condition(string entity) => $"i.itemtype = '{Types[entity]}'";

    /// <summary>The condition on any alias of the table, for several types.</summary>
    public static string TypeIs(string alias, params string[] entities) =>
        $"{alias}.itemtype IN ({SuiteQlText.QuotedList(entities.Select(entity => Types[entity]))})";

    private readonly OptionalColumns _columns = new(
        suiteQl, "i.description", "i.upccode", "i.parent", "i.matrixtype");

    public async Task<IReadOnlyList<Found>> ReadAsync(
        IReadOnlyList<string> ids, AccountTime time, CancellationToken cancel)
    {
        if (SuiteQlText.IdList(ids) is not { } numbers)
        {
            return [];
        }

        var and = condition is "" ? "" : $"{condition} AND ";
        var rows = await _columns.AllAsync(
            shown => "SELECT i.id, i.itemid, i.itemtype, i.displayname, i.externalid, i.isinactive, "
            + $"{SuiteQlText.AsText("i.lastmodifieddate")} AS stamp{custom.Columns("custitem", "i")}{shown} "
            + $"FROM item i WHERE {and}i.id IN ({numbers}) ORDER BY i.id", cancel);
        var kits = rows.Where(row => row.TextOrNull("itemtype") is "Kit" or "Assembly")
            .Select(row => row.Text("id")).ToList();
        var members = kits.Count == 0 ? Nobody : await MembersAsync(string.Join(", ", kits), cancel);
        return [.. rows.Select(row => FoundOf(row, members, time))];
    }

    private async Task<ILookup<string, Record>> MembersAsync(string kits, CancellationToken cancel)
    {
        var rows = await suiteQl.AllAsync(
            "SELECT m.parentitem, m.item, i.itemid, m.quantity, m.linenumber FROM kititemmember m "
            + "JOIN item i ON i.id = m.item "
            + $"WHERE m.parentitem IN ({kits}) ORDER BY m.parentitem, m.linenumber", cancel);
        return rows.ToLookup(row => row.Text("parentitem"), row => new RestShape()
            .Reference("item", row.Text("item"), ("refName", row.TextOrNull("itemid")))
            .Text("quantity", row.TextOrNull("quantity"))
            .Text("lineNumber", row.TextOrNull("linenumber"))
            .ToRecord());
    }

    private Found FoundOf(SuiteQlRow row, ILookup<string, Record> members, AccountTime time) =>
        StampedRow.Found(row, time, shape =>
        {
            shape.Text("itemId", row.TextOrNull("itemid"))
                .Text("itemType", row.TextOrNull("itemtype"))
                .Text("displayName", row.TextOrNull("displayname"))
                .Text("externalId", row.TextOrNull("externalid"))
                .Text("salesDescription", row.TextOrNull("description"))
                .Text("upcCode", row.TextOrNull("upccode"))
                .Reference("parent", row.TextOrNull("parent"))
                .Text("matrixType", row.TextOrNull("matrixtype"))
                .Flag("isInactive", row.TextOrNull("isinactive"))
                .Custom(row, custom.Of("custitem"));
            var own = members[row.Text("id")];
            return own.Any() ? shape.List("member", own) : shape;
        });

    private static readonly ILookup<string, Record> Nobody =
        Array.Empty<(string, Record)>().ToLookup(pair => pair.Item1, pair => pair.Item2);
}
