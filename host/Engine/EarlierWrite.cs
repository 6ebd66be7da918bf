using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Mapping;

namespace IntegrationHost.Engine;

/// <summary>A write of an earlier attempt, as its intent tells of it. Pure.</summary>
internal static class EarlierWrite
{
    public static Mapped.Ready Of(FlowDefinition flow, ClaimedRecord claimed)
    {
        var intent = claimed.Intent!;
        var write = new Write(intent.Entity, Records.Record.Parse(intent.Rendered), intent.Key)
        {
            Id = intent.TargetId,
            Kind = WriteKey.IsOfDeletion(intent.Key) ? ChangeKind.Delete : ChangeKind.Upsert,
            Priority = flow.Priority,
        };
        var source = intent.Source;
        return new Mapped.Ready(claimed, write, source.Fingerprint, [],
            new MappedFrom(default, source.SourceVersion, source.ScriptVersion)
            {
                // What came after that write was made is not in it: it stays in the inbox.
                Through = source.Through,
            })
        {
            Fields = new(() => FieldPrints.Of(write.Record)),
        };
    }

    /// <summary>The very write that landed, when it is what the source still says; else what the intent tells of
    /// it.</summary>
    public static Mapped.Ready That(FlowDefinition flow, Mapped mapped) =>
        mapped is Mapped.Ready ready && ready.Write.Key == mapped.Claimed.Intent!.Key
            ? ready
            : Of(flow, mapped.Claimed);
}
