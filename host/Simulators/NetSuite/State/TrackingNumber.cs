namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>A parcel's number and the fulfilment that it belongs to.</summary>
internal sealed record TrackingNumber(int Id, string Number, int Transaction);
