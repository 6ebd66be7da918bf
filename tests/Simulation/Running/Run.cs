using IntegrationHost.Simulation.Defects;
using IntegrationHost.Simulation.Events;
using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Invariants;
using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Running;

/// <summary>Plays a plan to its end, lets everything come to rest, and judges.</summary>
internal static class Run
{
    /// <summary>Plays on a thread of its own: what goes on may go on in place there.</summary>
    public static RunResult Play(Plan plan, Func<TimeProvider, Defect> plant, TextWriter? lines = null)
    {
        RunResult? result = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = PlayHere(plan, plant, lines);
            }
            catch (Exception thrown)
            {
                fault = thrown;
            }
        });
        thread.Start();
        thread.Join();
        return result ?? throw new InvalidOperationException(
            $"seed {plan.Conditions.Seed} could not be played: {fault!.Message}", fault);
    }

    private static RunResult PlayHere(Plan plan, Func<TimeProvider, Defect> plant, TextWriter? lines)
    {
        var world = new World(plan.Conditions, plant, lines);
        Fill(world);
        world.Begin();
        foreach (var happening in plan.Events)
        {
            world.Time.At(plan.Conditions.Start + happening.After, () =>
            {
                world.Note(happening.ToString());
                happening.Happen(world);
            });
        }

        world.RunUntil(plan.Conditions.Start + plan.End);
        if (Rest.Reach(world))
        {
            new FinalState(world).Check();
        }

        world.End();
        return new RunResult(world.Verdicts.All, world.Effects, world.Sum, world.Time.Now - plan.Conditions.Start);
    }

    private static void Fill(World world)
    {
        foreach (var sku in Catalogue.Skus)
        {
            world.Shop.AddProduct(sku, 20m);
            world.Erp.AddItem(sku, 20m);
        }

        world.Shop.AddProduct(Catalogue.OnlyInShop, 30m);
        world.Erp.AddItem(Catalogue.OnlyInErp, 5m);
        world.Shop.AddCustomer("Nguyễn");
        world.Shop.AddCustomer("O’Brien");
        world.Echoes.Changed(Site.Shop);
        world.Echoes.Changed(Site.Shop);
    }
}

/// <summary>What became of a run.</summary>
/// <param name="Violations">What must not be; empty when all is well.</param>
/// <param name="Effects">Writes that the remote systems carried out.</param>
/// <param name="Sum">The same for the same course of events.</param>
/// <param name="Took">In the time of the run.</param>
internal sealed record RunResult(IReadOnlyList<Violation> Violations, long Effects, ulong Sum, TimeSpan Took);
