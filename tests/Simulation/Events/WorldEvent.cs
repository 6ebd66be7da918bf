using IntegrationHost.Simulation.Worlds;

namespace IntegrationHost.Simulation.Events;

/// <summary>Something that happens in a run. It holds all it needs, so that it stays what it is when others are left
/// out.</summary>
/// <param name="After">Since the run began.</param>
internal abstract record WorldEvent(TimeSpan After)
{
    public abstract void Happen(World world);
}
