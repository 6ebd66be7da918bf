namespace IntegrationHost.Simulators.NetSuite.Control;

/// <summary>The instruction cannot be carried out.</summary>
internal sealed class ControlFault(string message) : Exception(message);
