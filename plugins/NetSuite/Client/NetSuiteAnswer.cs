using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Client;

/// <summary>What came back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The raw bytes.</param>
/// <param name="Location">The last segment of <c>Location</c>: the internal id of the record that was written.</param>
internal sealed record NetSuiteAnswer(int Status, byte[] Body, string? Location)
{
    public bool Ok => Status is >= 200 and < 300;

    /// <summary>Null for a good answer.</summary>
    public NetSuiteError? Error => Ok ? null : NetSuiteError.Read(Status, Body);
}
