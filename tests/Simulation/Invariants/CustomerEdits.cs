using IntegrationHost.Simulation.Worlds;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>No edit of a customer is lost: at the end a field shows what one of the sides entered last; and where both
/// sides said the same when the last of all was entered, it shows that one.</summary>
internal sealed class CustomerEdits(World world)
{
    private readonly Dictionary<(string Customer, string Field), Entries> _entries = [];

    /// <summary>Somebody is about to enter something else.</summary>
    /// <param name="side">The connection.</param>
    /// <param name="customer">The shop's id.</param>
    /// <param name="field">As NetSuite calls it.</param>
    /// <param name="value">What is entered.</param>
    public void Enter(string side, string customer, string field, string value)
    {
        if (!_entries.TryGetValue((customer, field), out var entries))
        {
            _entries.Add((customer, field), entries = new Entries());
        }

        var there = world.Erp.CustomerOfShop(customer);
        entries.LastOf[side] = value;
        entries.Undisputed = there is null || there.Fields.Text(field) == world.Shop.ValueOf(customer, field)
            ? value : null;
    }

    /// <summary>Looks at what stands on both sides.</summary>
    public void Check(string customer, string field, string? now)
    {
        if (!_entries.TryGetValue((customer, field), out var entries))
        {
            return;
        }

        var mayBe = entries.Undisputed is { } only ? [only] : entries.LastOf.Values.ToArray();
        if (!mayBe.Contains(now))
        {
            world.Verdicts.Found("lost",
                $"{customer}: {field} is {now} on both sides, and {string.Join(" or ", mayBe)} was entered last");
        }
    }

    private sealed class Entries
    {
        public Dictionary<string, string> LastOf { get; } = [];

        /// <summary>The last of all, where nothing speaks against it.</summary>
        public string? Undisputed { get; set; }
    }
}
