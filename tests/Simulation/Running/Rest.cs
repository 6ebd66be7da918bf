using IntegrationHost.Engine;
using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Running;

/// <summary>The end of a run: the faults stop, and within a bounded time nothing may be on its way any more.</summary>
internal static class Rest
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RestWithin = TimeSpan.FromHours(2);
    private static readonly TimeSpan PersonEvery = TimeSpan.FromMinutes(20);

    /// <summary>Whether rest was reached; if not, that is a violation.</summary>
    public static bool Reach(World world)
    {
        world.Note("the faults stop");
        world.Calm();
        if (!Wait(world))
        {
            return false;
        }

        if (!world.Conditions.PersonComes)
        {
            return true;
        }

        world.Note("a person comes");
        world.Person.SeeToAll();
        world.RunUntil(world.Time.Now + Look);
        return Wait(world);
    }

    private static bool Wait(World world)
    {
        var (begun, person) = (world.Time.Now, world.Time.Now + PersonEvery);
        var (effects, written) = (world.Effects, begun);
        while (world.Time.Now - begun < RestWithin)
        {
            world.RunUntil(world.Time.Now + Look);
            if (world.Effects != effects)
            {
                (effects, written) = (world.Effects, world.Time.Now);
            }

            if (IsAtRest(world, begun, written))
            {
                return true;
            }

            if (world.Time.Now >= person && world.Life is not null)
            {
                world.Person.TellShipmentsApart();
                person += PersonEvery;
            }
        }

        world.Verdicts.Found("rest", WhatIsLeft(world));
        return false;
    }

    private static bool IsAtRest(World world, DateTimeOffset begun, DateTimeOffset written)
    {
        if (world.Life is not { } life || !world.Postman.IsDone || life.Waiting > 0)
        {
            return false;
        }

        return life.Engine.Status().Flows.All(flow => IsReadSince(world, flow, begun, written))
            && life.Ask(history => history.CountsAsync(CancellationToken.None)).Sum(counts => counts.Pending) == 0
            && life.ShopWire.InFlight + life.ErpWire.InFlight == 0;
    }

    // Twice, so that what the first reading brought about is read as well; and after the last write, which the flow in
    // the other direction has still to see.
    private static bool IsReadSince(World world, FlowStatus flow, DateTimeOffset begun, DateTimeOffset written) =>
        flow.LastPoll - world.Skew > begun + flow.Flow.PollEvery && flow.LastPoll - world.Skew > written
        && flow.PollFault is null;

    private static string WhatIsLeft(World world)
    {
        if (world.Life is not { } life)
        {
            return "the host does not come back";
        }

        var pending = life.Ask(history => history.CountsAsync(CancellationToken.None))
            .Where(counts => counts.Pending > 0).Select(counts => $"{counts.Pending} of {counts.Flow}");
        var polls = life.Engine.Status().Flows.Select(flow => $"{flow.Flow.Name} {flow.LastPoll:HH:mm:ss} "
            + flow.PollFault);
        return $"two hours after the last fault there is still: pending {string.Join(", ", pending)}; "
            + $"{life.Waiting} requests wait, {life.ShopWire.InFlight + life.ErpWire.InFlight} are on their way; "
            + $"last read {string.Join(", ", polls)}";
    }
}
