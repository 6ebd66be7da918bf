namespace IntegrationHost.Plugins.NetSuite.Errors;

/// <summary>A read failed, or a write ended so that nobody knows whether it landed.</summary>
internal sealed class NetSuiteException : Exception
{
    public NetSuiteException(string message, NetSuiteError? error = null, Exception? inner = null)
        : base(message, inner) => Error = error;

    public NetSuiteError? Error { get; }
}
