using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Events;

/// <summary>The process is killed when it has passed so many more places between its rooms.</summary>
internal sealed record ProcessIsKilled(TimeSpan After, int Places, TimeSpan Downtime) : WorldEvent(After)
{
    public override void Happen(World world)
    {
        world.Downtime = Downtime;
        world.Fate.EndAfter(Places);
    }
}

/// <summary>The machine loses its power when its disk has done so many more operations.</summary>
internal sealed record PowerIsCut(TimeSpan After, int Operations, TimeSpan Downtime) : WorldEvent(After)
{
    public override void Happen(World world)
    {
        world.Downtime = Downtime;
        world.Drive.CutAfter(Operations);
    }
}

/// <summary>The host is stopped in order and started again.</summary>
internal sealed record HostIsRestarted(TimeSpan After, TimeSpan Downtime) : WorldEvent(After)
{
    public override void Happen(World world)
    {
        world.Downtime = Downtime;
        world.Stop();
    }
}

/// <summary>A script is saved: its new version is in force at once.</summary>
internal sealed record ScriptIsSaved(TimeSpan After) : WorldEvent(After)
{
    public override void Happen(World world) => world.Pack.Reload();
}

/// <summary>An operator maps the gateway that no table knows.</summary>
internal sealed record GatewayIsMapped(TimeSpan After) : WorldEvent(After)
{
    public override void Happen(World world) => world.Person.MapGateway();
}
