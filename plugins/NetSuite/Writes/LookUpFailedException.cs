using IntegrationHost.Plugins.NetSuite.Errors;

namespace IntegrationHost.Plugins.NetSuite.Writes;

/// <summary>A look-up before a write failed: the write was not sent. Distinct from a <see cref="NetSuiteException"/>,
/// which may mean that it was.</summary>
internal sealed class LookUpFailedException(NetSuiteException fault) : Exception(fault.Message, fault)
{
    public NetSuiteException Fault => fault;

    public static async Task<T> GuardAsync<T>(Func<Task<T>> lookUp)
    {
        try
        {
            return await lookUp();
        }
        catch (NetSuiteException fault)
        {
            throw new LookUpFailedException(fault);
        }
    }
}
