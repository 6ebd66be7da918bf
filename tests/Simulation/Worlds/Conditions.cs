namespace IntegrationHost.Simulation.Worlds;

/// <summary>What holds for a whole run.</summary>
/// <param name="Seed">From which all of it was made.</param>
/// <param name="Start">When it begins.</param>
/// <param name="Skew">By how much the host's clock goes fast.</param>
/// <param name="PollEvery">How often each feed is read.</param>
/// <param name="HasWebhooks">Whether the host has a public address.</param>
/// <param name="ErpAtOnce">Requests at once that the account really answers; the host is told another number.</param>
/// <param name="ShopPoints">Cost points that the shop's bucket holds.</param>
/// <param name="ShopPointsPerSecond">Cost points that come back to it.</param>
/// <param name="PersonComes">Whether somebody sees to what waits for a person at the end.</param>
internal sealed record Conditions(int Seed, DateTimeOffset Start, TimeSpan Skew, TimeSpan PollEvery, bool HasWebhooks,
    int ErpAtOnce, double ShopPoints, double ShopPointsPerSecond, bool PersonComes);
