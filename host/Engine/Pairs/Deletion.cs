using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Mapping;
using IntegrationHost.Engine.Problems;
using IntegrationHost.Records;

namespace IntegrationHost.Engine.Pairs;

/// <summary>What becomes of the target's record when the source's is gone. Never by surprise: it is deleted only where
/// the flow says so, and not when it was changed there meanwhile. Pure.</summary>
internal static class Deletion
{
    /// <param name="flow">Whose deletion.</param>
    /// <param name="claimed">The record that is gone.</param>
    /// <param name="pairing">Its partner.</param>
    /// <param name="entity">The partner's entity, as its connector describes it.</param>
    /// <param name="winner">Who wins over a change on the other side that nobody has carried yet; null when there is
    /// none.</param>
    public static Mapped Judge(
        FlowDefinition flow, ClaimedRecord claimed, Pairing pairing, EntityInfo? entity, ConflictPolicy? winner)
    {
        var version = claimed.NewestReported?.Change.Version ?? "";
        var from = new MappedFrom(default, version, "");
        if (pairing.Partner is not { } partner || pairing.IsGone)
        {
            return new Mapped.Skipped(claimed, "deleted, and not in the target either", from)
            {
                IsGone = pairing.IsGone,
            };
        }

        if (flow.Deletes == DeletePolicy.Keep || winner == ConflictPolicy.Target)
        {
            return new Mapped.Skipped(claimed, "deleted at the source; the target keeps its record", from);
        }

        var isChanged = winner is not (null or ConflictPolicy.Source);
        if (flow.Deletes == DeletePolicy.Ask || isChanged || entity?.Abilities.HasFlag(Abilities.Delete) != true)
        {
            return new Mapped.Skipped(claimed, "deleted at the source; the target keeps its record", from)
            {
                Problems = [isChanged ? ProblemNotes.DeletedAndChanged(flow) : ProblemNotes.StandsInTarget(
                    flow, entity?.Name ?? flow.To.Entity, "deleted at the source")],
            };
        }

        var write = new Write(entity.Name, new Record(), WriteKey.OfDeletion(claimed.Record, version))
        {
            Id = partner,
            Kind = ChangeKind.Delete,
            Priority = flow.Priority,
        };
        return new Mapped.Ready(claimed, write, "", [], from);
    }
}
