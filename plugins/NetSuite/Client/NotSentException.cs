using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Client;

/// <summary>A write was not sent: there was nothing to sign it with, or NetSuite could not be reached.</summary>
internal sealed class NotSentException(NetSuiteException fault) : Exception(fault.Message, fault)
{
    public NetSuiteException Fault => fault;
}
