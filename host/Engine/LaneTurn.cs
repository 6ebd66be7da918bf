namespace IntegrationHost.Engine;

/// <summary>What a lane remembers of its last turn.</summary>
/// <param name="IsBacklog">Whether more may wait than was claimed.</param>
/// <param name="Flows">How many flows it could claim from.</param>
internal readonly record struct LaneTurn(bool IsBacklog, int Flows)
{
    public static readonly LaneTurn First = new(true, 0);
}
