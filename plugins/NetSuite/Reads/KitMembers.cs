using System.Globalization;
using IntegrationHost.Plugins.NetSuite.Errors;
using IntegrationHost.Plugins.NetSuite.SuiteQl;

namespace IntegrationHost.Plugins.NetSuite.Reads;

/// <summary>Which kits are put together from which stocked items. Nothing, from then on, where the role may not see
/// it: kits then have no stock.</summary>
internal sealed class KitMembers(SuiteQlClient suiteQl)
{
    private volatile bool _hidden;

    /// <summary>A stocked item in a kit.</summary>
    /// <param name="Kit">The kit's internal id.</param>
    /// <param name="KitName">What people call it.</param>
    /// <param name="Item">The item's internal id.</param>
    /// <param name="Quantity">How many of it a kit takes.</param>
    public sealed record Member(string Kit, string KitName, string Item, decimal Quantity);

    /// <summary>What these kits are made of.</summary>
    public Task<IReadOnlyList<Member>> OfAsync(IReadOnlyCollection<string> kits, CancellationToken cancel) =>
        RowsAsync("m.parentitem", kits, cancel);

    /// <summary>The kits that have one of these items in them, with those items.</summary>
    public Task<IReadOnlyList<Member>> WithAsync(IReadOnlyCollection<string> items, CancellationToken cancel) =>
        RowsAsync("m.item", items, cancel);

    private async Task<IReadOnlyList<Member>> RowsAsync(
        string column, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        if (_hidden || ids.Count == 0)
        {
            return [];
        }

        try
        {
            var rows = await suiteQl.AllAsync(
                "SELECT m.parentitem, k.itemid, m.item, m.quantity FROM kititemmember m "
                + "JOIN item k ON k.id = m.parentitem JOIN item i ON i.id = m.item "
                + $"WHERE {column} IN ({string.Join(", ", ids)}) AND {Items.TypeIs("k", "kitItem")} "
                + $"AND {Items.TypeIs("i", "inventoryItem", "assemblyItem")} "
                + "ORDER BY m.parentitem, m.item, m.linenumber", cancel);
            return [.. rows.Select(row => new Member(row.Text("parentitem"), row.TextOrNull("itemid") ?? "",
                row.Text("item"), NumberOf(row.TextOrNull("quantity"))))];
        }
        catch (NetSuiteException fault) when (fault.Error is { Status: 400 or 403 })
        {
            _hidden = true;
            return [];
        }
    }

    private static decimal NumberOf(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 1;
}
