using IntegrationHost.Simulation.Hosting;
using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Events;

/// <summary>The next requests to a system meet a fault.</summary>
internal sealed record WireBreaks(TimeSpan After, string Remote, WireFault Fault, int Times) : WorldEvent(After)
{
    public override void Happen(World world) => world.RemoteOf(Remote).Plan(Fault, Times);
}

/// <summary>The next requests that would change something in a system meet a fault.</summary>
internal sealed record WriteBreaks(TimeSpan After, string Remote, WireFault Fault, int Times) : WorldEvent(After)
{
    public override void Happen(World world) => world.RemoteOf(Remote).Plan(Fault, Times, onWrites: true);
}

/// <summary>Nobody answers for a while.</summary>
internal sealed record OutageBegins(TimeSpan After, string Remote, TimeSpan For) : WorldEvent(After)
{
    public override void Happen(World world)
    {
        world.RemoteOf(Remote).IsDown = true;
        world.Time.At(world.Time.Now + For, () => world.RemoteOf(Remote).IsDown = false);
    }
}

/// <summary>A system answers slowly from now on.</summary>
internal sealed record RemoteIsSlow(TimeSpan After, string Remote, TimeSpan By) : WorldEvent(After)
{
    public override void Happen(World world) => world.RemoteOf(Remote).Slow = By;
}

/// <summary>A page of the account's feed comes with rows missing.</summary>
internal sealed record PageIsShort(TimeSpan After) : WorldEvent(After)
{
    public override void Happen(World world) => world.RemoteOf(Site.Erp).Plan(new WireFault.Shortened(), 1);
}
