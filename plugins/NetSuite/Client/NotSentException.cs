using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Client;

/// <summary>A write was not sent, because there was nothing to sign it with.</summary>
internal sealed class NotSentException(NetSuiteException fault) : Exception(fault.Message, fault)
{
    public NetSuiteException Fault => fault;
}
