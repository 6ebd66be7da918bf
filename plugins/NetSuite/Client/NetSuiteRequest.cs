using IntegrationHost.Limits;

namespace IntegrationHost.Plugins.NetSuite.Client;

/// <summary>One request, before it is signed.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query behind the base URL, already escaped.</param>
/// <param name="Priority">Whose turn it is at the budget.</param>
internal sealed record NetSuiteRequest(HttpMethod Method, string Path, Priority Priority)
{
    /// <summary>The JSON body, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether it changes something: such a request is sent once and may take longer.</summary>
    public bool Writes { get; init; }

    /// <summary>SuiteQL insists on <c>Prefer: transient</c>.</summary>
    public bool Transient { get; init; }
}
