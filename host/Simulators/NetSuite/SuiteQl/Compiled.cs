namespace IntegrationHost.Simulators.NetSuite.SuiteQl;

/// <summary>An expression made ready for many rows.</summary>
internal delegate object? Compiled(object?[] row);
