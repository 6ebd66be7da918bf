namespace IntegrationHost.Engine.Connections;

/// <summary>Points of an account that counts costs.</summary>
/// <param name="Available">As far as is known, now.</param>
/// <param name="Capacity">At most.</param>
/// <param name="RestoredPerSecond">How many come back in a second.</param>
public sealed record AccountPoints(double Available, double Capacity, double RestoredPerSecond);
