using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.App.Web;

/// <summary>How the state is, also when it does not answer: a disk that stands still says nothing, and who asks wants
/// an answer.</summary>
internal static class StateAnswer
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);

    public static async Task<StoreHealth> OfAsync(IUpkeep upkeep, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            return await upkeep.HealthAsync(cancel).WaitAsync(Within, time, cancel);
        }
        catch (TimeoutException)
        {
            return new StoreHealth(
                false, $"the state has not answered for {Within.TotalSeconds} s; look at the disk", 0, 0);
        }
    }
}
