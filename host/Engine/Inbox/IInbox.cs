namespace IntegrationHost.Engine.Inbox;

/// <summary>Durable changes, ordered per record. Every method is one atomic unit; when it returns, what it says is on
/// disk. A change is pending (to be claimed), claimed, held (waits for a dependency) or refused (waits for a
/// person).</summary>
public interface IInbox
{
    /// <summary>Stores changes with their dedupe keys and moves the flow's cursor, all or nothing.</summary>
    Task<AppendAnswer> AppendAsync(Append append, CancellationToken cancel);

    /// <summary>Takes a lane for this host; null while another host has it. A lease this host still has of it is out of
    /// date from now on, and its claims are pending again.</summary>
    Task<LaneLease?> TakeAsync(int lane, CancellationToken cancel);

    /// <summary>Gives a lane back; its claims are pending again. A lease that is out of date has nothing to
    /// give.</summary>
    Task ReleaseAsync(LaneLease lease, CancellationToken cancel);

    /// <summary>Claims records of a lane whose changes are due, oldest first. All stored changes of a record come
    /// together, held and refused ones included: the newest hint stands for them all.</summary>
    Task<Claim> ClaimAsync(LaneLease lease, ClaimRequest request, CancellationToken cancel);

    /// <summary>Puts a claimed record back with a due time that survives a restart.</summary>
    Task RetryAsync(LaneLease lease, Retry retry, CancellationToken cancel);

    /// <summary>Parks a claimed record: held until a dependency arrives, or refused until a person decides.
    /// When a change of it came after the claim, it is pending instead: nobody has looked at that one yet. While it
    /// waits, its newest change stands for the older ones, which go unless <see cref="Park.KeepsVersions"/> says
    /// otherwise.</summary>
    Task ParkAsync(LaneLease lease, Park park, CancellationToken cancel);

    /// <summary>Makes parked records pending again; asked for by cause, it also takes the problems that outlived a
    /// write off the list. Answers how many records.</summary>
    Task<int> RequeueAsync(Requeue requeue, CancellationToken cancel);
}
