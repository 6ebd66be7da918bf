using System.Text.Json.Nodes;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Worlds;
using IntegrationHost.Simulators.NetSuite.State;

namespace IntegrationHost.Simulation.Invariants;

/// <summary>Every customer with a name is one customer there, and both sides say the same of it, wherever it was edited
/// last; unless both edited one field at once and nobody came to decide.</summary>
internal sealed class CustomersAgree(World world)
{
    public void Check()
    {
        var made = world.Erp.Customers.ToLookup(customer => customer.ExternalId);
        foreach (var customer in world.Shop.Customers)
        {
            var id = customer["id"]!.GetValue<string>();
            if (customer["lastName"] is null)
            {
                FinalState.Expect(world, Site.Customers, id, "refused", "it has no name");
                continue;
            }

            var there = made[$"SHPFY-us-C{customer["legacyResourceId"]!.GetValue<string>()}"].ToArray();
            if (there.Length != 1)
            {
                world.Verdicts.Found(
                    there.Length == 0 ? "agree" : "doubled", $"{id} is {there.Length} customers there");
                continue;
            }

            Compare(customer, id, there[0]);
        }
    }

    private void Compare(JsonObject customer, string id, StoredRecord there)
    {
        var thereId = FormattableString.Invariant($"{there.Id}");
        if (IsAsked(Site.Customers, id) || IsAsked(Site.CustomersBack, thereId))
        {
            return;
        }

        FinalState.Expect(world, Site.Customers, id, "written", "it has a name");
        FinalState.Expect(world, Site.CustomersBack, thereId, "written", "it is of the shop");
        Same(id, "phone", customer["defaultPhoneNumber"]!["phoneNumber"], there);
        Same(id, "email", customer["defaultEmailAddress"]!["emailAddress"], there);
    }

    // A person is asked which side is right, and none comes in this run.
    private bool IsAsked(string flow, string id) => !world.Conditions.PersonComes
        && world.Life!.Ask(history => history.FindAsync(id, CancellationToken.None)).Any(state =>
            state.Record.Flow == flow && state.Problems.Any(problem => problem.Code == Person.BothChanged));

    // For who reads the trace.
    private void Tell(string flow, string id)
    {
        var key = new RecordKey(flow, "customer", id);
        foreach (var entry in world.Life!.Ask(history => history.OfAsync(key, CancellationToken.None)))
        {
            world.Note($"   {flow} {id} {entry.At:HH:mm:ss.fff} {entry.What}: {entry.Text}");
        }
    }

    private void Same(string id, string field, JsonNode? inShop, StoredRecord there)
    {
        var (here, other) = (inShop?.GetValue<string>(), there.Fields.Text(field));
        if (here == other)
        {
            world.Edits.Check(id, field, here);
        }
        else
        {
            world.Verdicts.Found("agree", $"{id}: {field} is {here} in the shop, {other} there");
            Tell(Site.Customers, id);
            Tell(Site.CustomersBack, FormattableString.Invariant($"{there.Id}"));
        }
    }
}
