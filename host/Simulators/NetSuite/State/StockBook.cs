namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>Moves stock. Only items that have stock move: inventory and assembly items; a kit moves its
/// members.</summary>
internal sealed class StockBook(NetSuiteState state)
{
    private readonly Dictionary<int, List<(int Item, int Location, decimal Quantity)>> _commitments = [];

    /// <summary>Sets what is available, keeping what is committed.</summary>
    public void SetAvailable(int item, int location, decimal available)
    {
        var level = Level(item, location);
        level.OnHand = available + level.Committed;
        level.Changed = state.Now;
    }

    /// <summary>More or less on the shelf.</summary>
    public void Move(string? item, string? location, decimal quantity)
    {
        foreach (var (id, place, pieces) in Pieces(item, location, quantity))
        {
            var level = Level(id, place);
            level.OnHand += pieces;
            level.Changed = state.Now;
        }
    }

    /// <summary>Replaces what a sales order has reserved.</summary>
    public void Commit(int order, IEnumerable<(string? Item, string? Location, decimal Quantity)> wanted)
    {
        var before = _commitments.GetValueOrDefault(order) ?? [];
        var after = wanted.SelectMany(line => Pieces(line.Item, line.Location, line.Quantity)).ToList();
        _commitments[order] = after;
        var changed = before.Select(line => (line.Item, line.Location, Quantity: -line.Quantity)).Concat(after)
            .GroupBy(line => (line.Item, line.Location))
            .Select(group => (group.Key, Sum: group.Sum(line => line.Quantity)))
            .Where(group => group.Sum != 0);
        foreach (var (key, sum) in changed)
        {
            var level = Level(key.Item, key.Location);
            level.Committed += sum;
            level.Changed = state.Now;
        }
    }

    private IEnumerable<(int Item, int Location, decimal Quantity)> Pieces(
        string? item, string? location, decimal quantity)
    {
        var place = state.InFamily(RecordTypes.Location.Family, location);
        if (quantity == 0 || place is null || state.InFamily(RecordType.Items, item) is not { } record)
        {
            return [];
        }

        if (record.Type == RecordTypes.KitItem)
        {
            return record.Lines("member").SelectMany(member => Pieces(
                member.Reference("item"), location, quantity * (member.Number("quantity") ?? 1)));
        }

        return record.Type == RecordTypes.InventoryItem || record.Type == RecordTypes.AssemblyItem
            ? [(record.Id, place.Id, quantity)]
            : [];
    }

    private StockLevel Level(int item, int location)
    {
        if (!state.Stock.TryGetValue((item, location), out var level))
        {
            state.Stock[(item, location)] = level = new StockLevel(item, location);
        }

        return level;
    }
}
