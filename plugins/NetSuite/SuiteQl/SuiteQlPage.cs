namespace IntegrationHost.Plugins.NetSuite.SuiteQl;

/// <summary>A page of rows.</summary>
/// <param name="Rows">In the order of the query.</param>
/// <param name="HasMore">Whether NetSuite holds further rows of the same query back.</param>
/// <param name="Count">How many rows NetSuite says the page has.</param>
internal sealed record SuiteQlPage(IReadOnlyList<SuiteQlRow> Rows, bool HasMore, int Count);
