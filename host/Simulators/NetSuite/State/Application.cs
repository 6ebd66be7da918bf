namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>Money of one document that is used up by another: a payment by an invoice, a deposit by a refund.</summary>
/// <param name="By">The record that made the application.</param>
/// <param name="Document">The document it settles.</param>
/// <param name="Amount">In the document's currency.</param>
internal sealed record Application(int By, int Document, decimal Amount);
