namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>Says which line of a record follows from which line of another; for money, how much of it.</summary>
internal sealed record LineLink(int PreviousDoc, int PreviousLine, int NextDoc, int NextLine, string LinkType)
{
    public decimal? Amount { get; init; }
}
