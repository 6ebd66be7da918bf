using System.Text.Json.Serialization;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Crash.Wire;

/// <summary>One call of a port, as the parent asks for it. Leases and sequences never travel: the side that runs the
/// command knows its own.</summary>
[JsonDerivedType(typeof(OpenStore), "open")]
[JsonDerivedType(typeof(TellFacts), "facts")]
[JsonDerivedType(typeof(AppendChanges), "append")]
[JsonDerivedType(typeof(TakeLane), "take")]
[JsonDerivedType(typeof(ReleaseLane), "release")]
[JsonDerivedType(typeof(ClaimRecords), "claim")]
[JsonDerivedType(typeof(RetryRecord), "retry")]
[JsonDerivedType(typeof(ParkRecord), "park")]
[JsonDerivedType(typeof(RequeueRecords), "requeue")]
[JsonDerivedType(typeof(PutIntent), "intent")]
[JsonDerivedType(typeof(SettleRecord), "settle")]
[JsonDerivedType(typeof(PutValue), "value")]
[JsonDerivedType(typeof(CloseStore), "close")]
internal abstract record Command
{
    /// <summary>True for a call that leaves something on disk.</summary>
    [JsonIgnore]
    public virtual bool Writes => true;

    /// <summary>The record it is about, for messages.</summary>
    [JsonIgnore]
    public virtual IEnumerable<RecordKey> Touches => [];

    public sealed override string ToString() => $"{GetType().Name} of [{string.Join(", ", Touches)}]";
}

/// <summary>Opens the store; nothing else is answered before.</summary>
internal sealed record OpenStore(string Store, string Where) : Command;

/// <summary>Closes the store and ends the child.</summary>
internal sealed record CloseStore : Command;

/// <summary>Reads everything a caller can see of its share.</summary>
internal sealed record TellFacts(Scope Scope) : Command
{
    public override bool Writes => false;
}

/// <summary>Which share of the state is read.</summary>
/// <param name="Flows">Flows of one caller.</param>
/// <param name="Lanes">Its lanes.</param>
/// <param name="Values">How the names of its values begin.</param>
/// <param name="Records">Records to be read one by one.</param>
/// <param name="Links">Sides to be looked up.</param>
/// <param name="Deliveries">Delivery keys that were stored: each must be refused.</param>
internal sealed record Scope(
    IReadOnlyList<string> Flows,
    IReadOnlyList<int> Lanes,
    string Values,
    IReadOnlyList<RecordKey> Records,
    IReadOnlyList<LinkSide> Links,
    IReadOnlyList<string> Deliveries);

internal sealed record AppendChanges(Append Append) : Command
{
    public override IEnumerable<RecordKey> Touches => Append.Changes.Select(change => change.Record);
}

internal sealed record TakeLane(int Lane) : Command
{
    public override bool Writes => false;
}

internal sealed record ReleaseLane(int Lane) : Command
{
    public override bool Writes => false;
}

internal sealed record ClaimRecords(int Lane, DateTimeOffset Now, int Most, IReadOnlyList<string> Flows) : Command
{
    public override bool Writes => false;
}

internal sealed record RetryRecord(int Lane, Retry Retry) : Command
{
    public override IEnumerable<RecordKey> Touches => [Retry.Record];
}

internal sealed record ParkRecord(int Lane, Park Park) : Command
{
    public override IEnumerable<RecordKey> Touches => [Park.Record];
}

internal sealed record RequeueRecords(Requeue Requeue, IReadOnlyList<RecordKey> Expected) : Command
{
    public override IEnumerable<RecordKey> Touches => Expected;
}

/// <summary>The intent goes through the newest change that was claimed.</summary>
internal sealed record PutIntent(int Lane, Intent Intent) : Command
{
    public override IEnumerable<RecordKey> Touches => [Intent.Record];
}

/// <summary>A settlement of the first changes that were claimed, or of whatever is there.</summary>
/// <param name="Lane">Where.</param>
/// <param name="Settlement">What; its end is filled in.</param>
/// <param name="Covers">How many of the claimed changes; 0 for all there are.</param>
/// <param name="Released">Records that its link releases.</param>
internal sealed record SettleRecord(
    int Lane, Settlement Settlement, int Covers, IReadOnlyList<RecordKey> Released) : Command
{
    /// <summary>With the lease from before the lane was taken last: to be refused.</summary>
    public bool WithFormerLease { get; init; }

    public override IEnumerable<RecordKey> Touches => [Settlement.Record, .. Released];
}

internal sealed record PutValue(NamedValue Value, long ExpectedVersion) : Command;
