namespace IntegrationHost.Simulation.Worlds;

/// <summary>What happens to webhooks on their way.</summary>
/// <param name="LostOfTen">How many of ten never arrive.</param>
/// <param name="CopiesMost">How often one is posted at most.</param>
/// <param name="DelayMost">How late it is at most; later ones overtake earlier ones.</param>
internal sealed record Weather(int LostOfTen, int CopiesMost, TimeSpan DelayMost)
{
    public static readonly Weather Fine = new(0, 1, TimeSpan.FromMilliseconds(200));
}
