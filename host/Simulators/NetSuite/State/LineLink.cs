namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>Says which line of a fulfilment ships which line of an order.</summary>
internal sealed record LineLink(int PreviousDoc, int PreviousLine, int NextDoc, int NextLine, string LinkType);
