namespace IntegrationHost.Engine.Inbox;

/// <summary>Tells that something arrived in a lane that another host stored. Only a hint that saves waiting: lanes look
/// for themselves all the time, and a hint may be lost or come twice.</summary>
public interface IArrivalSignal
{
    /// <summary>Listens until cancelled and names each lane in which something arrived. A broken connection is made
    /// anew; it never throws for one.</summary>
    Task ListenAsync(Action<int> wake, CancellationToken cancel);
}
