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

    /// <summary>Whether a refusal is an answer like any other, as in the result of a task.</summary>
    public bool AnyAnswer { get; init; }

    /// <summary>What is accepted.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>The body's content type.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Asks for the work to be done later, under this key: sent again with it, it is not done again. Null for
    /// work that is done at once.</summary>
    public string? AsyncKey { get; init; }

    /// <summary>SuiteQL insists on <c>Prefer: transient</c>.</summary>
    public bool Transient { get; init; }
}
