namespace IntegrationHost.Simulators.NetSuite.State;

/// <summary>One list of lines.</summary>
/// <param name="Key">The fields that tell one line from another; none where every line sent is a new one.</param>
/// <param name="Fields">The fields of a line.</param>
internal sealed record SublistShape(string[] Key, IReadOnlyDictionary<string, FieldShape> Fields);
