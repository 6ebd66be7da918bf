using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Limits;
using IntegrationHost.Mapping;

namespace IntegrationHost.Engine.Problems;

/// <summary>Every problem a flow can have, worded in one place: what, and what a person can do. Problems with one cause
/// are shown as one, so a cause holds codes, fields and values, never a target's free text.</summary>
internal static class ProblemNotes
{
    /// <summary>What a target does not sell: waiting for it is nobody's work, for however long.</summary>
    public const string NotThere = "not-there";

    private const int IdsShown = 5;

    /// <summary>Of no flow and no link: whoever needs the entry, mapping it once helps all.</summary>
    public static ProblemNote Unmapped(UnmappedValue value) => new(
        Joined("unmapped-value", value.Table, CauseText.Short(value.Key)),
        "unmapped-value",
        $"the table '{value.Table}' has no entry for '{value.Key}'",
        $"map it: ihost map {ShellWord.Of(value.Table)} {ShellWord.Of(value.Key)} <value>; "
        + "all records that wait for it are then released",
        NeedsPerson: true);

    public static ProblemNote Missing(FlowDefinition flow, Reference reference) => reference switch
    {
        Reference.Link link => new ProblemNote(
            Cause(flow, "not-linked-yet", link.Entity, ""),
            "not-linked-yet",
            $"the {link.Entity} is not in {flow.To.Connection} yet",
            $"nothing: it goes on by itself when the {link.Entity} arrives",
            NeedsPerson: false),
        // An ERP stocks much that a shop does not sell: one line for all of it, and nobody has to do anything.
        Reference.Find find when flow.Priority == Priority.Inventory => new ProblemNote(
            Cause(flow, NotThere, $"{find.Entity}.{find.By}", ""),
            NotThere,
            $"{flow.To.Connection} has no such {find.Entity}: its stock waits",
            $"nothing: it goes on by itself once {flow.To.Connection} has it",
            NeedsPerson: false),
        Reference.Find find => new ProblemNote(
            Cause(flow, "not-found", $"{find.Entity}.{find.By}", find.Value),
            "not-found",
            $"{flow.To.Connection} has no {find.Entity} whose {find.By} is '{find.Value}'",
            $"create it in {flow.To.Connection} or correct the {find.By}; it is looked for again by itself",
            NeedsPerson: true),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The source no longer wants it, for example because the order was cancelled.</summary>
    public static ProblemNote StandsInTarget(FlowDefinition flow, string entity, string reason) => new(
        Cause(flow, "stands-in-target", entity, CauseText.OfSentence(reason)),
        "stands-in-target",
        $"written to {flow.To.Connection} as {entity}, and now: {reason}",
        $"see to it in {flow.To.Connection} by hand, then release: that only takes it off the list",
        NeedsPerson: true);

    public static ProblemNote Ambiguous(FlowDefinition flow, Reference.Find find, IReadOnlyList<string> ids) => new(
        Cause(flow, "ambiguous", $"{find.Entity}.{find.By}", find.Value),
        "ambiguous",
        $"{flow.To.Connection} has {ids.Count} {find.Entity} records whose {find.By} is '{find.Value}' "
        + $"({string.Join(", ", ids.Take(IdsShown))})",
        "merge or rename them so that one is left, then release",
        NeedsPerson: true);

    public static ProblemNote Refused(FlowDefinition flow, string reason) => new(
        Cause(flow, "refused-by-script", flow.Script, CauseText.OfSentence(reason)),
        "refused-by-script",
        reason,
        $"correct the record in {flow.From.Connection}, or edit {flow.Script}, then release",
        NeedsPerson: true);

    public static ProblemNote ScriptFault(FlowDefinition flow, string fault) => new(
        Cause(flow, "script-fault", flow.Script, CauseText.OfSentence(fault)),
        "script-fault",
        fault,
        $"edit {flow.Script}; the new version is used as soon as it compiles, then release",
        NeedsPerson: true);

    public static ProblemNote Rejected(FlowDefinition flow, string entity, Outcome.Rejected rejected) => new(
        Cause(flow, rejected.Code ?? "rejected", CauseText.OfPath(rejected.Field ?? entity), rejected.Value ?? ""),
        rejected.Code ?? "rejected",
        $"{flow.To.Connection} rejected the {entity}: {Redacted.Of(rejected.Reason)}",
        $"correct the record or the mapping ({flow.Script}), then release",
        NeedsPerson: true);

    public static ProblemNote TotalDiffers(FlowDefinition flow, Expectation wanted, decimal? found) => new(
        Cause(flow, "amount-differs", wanted.Field, ""),
        "amount-differs",
        $"{flow.To} shows {wanted.Field} {Amounts.Show(found)} where {Amounts.Show(wanted.Amount)} was expected",
        "compare the two records; the difference is usually a tax, a discount or a price level set by the target",
        NeedsPerson: true);

    /// <summary>Both sides changed one field and nobody said whose it is.</summary>
    public static ProblemNote BothChanged(FlowDefinition flow, string field, string here, string there) => new(
        Cause(flow, "both-changed", field, ""),
        "both-changed",
        $"{field} was changed on both sides: {flow.From.Connection} says {here}, {flow.To.Connection} says {there}",
        $"make both say the same, or decide: 'ihost replay' writes what {flow.From.Connection} says, "
        + $"'ihost skip' keeps what {flow.To.Connection} says",
        NeedsPerson: true);

    /// <summary>Gone on one side, changed on the other.</summary>
    public static ProblemNote DeletedAndChanged(FlowDefinition flow) => new(
        Cause(flow, "deleted-and-changed", flow.To.Entity, ""),
        "deleted-and-changed",
        $"deleted in {flow.From.Connection} after it was changed in {flow.To.Connection}; it stays there",
        $"delete it in {flow.To.Connection} by hand if it shall go, then release",
        NeedsPerson: true);

    private static string Cause(FlowDefinition flow, string code, string field, string value) =>
        Joined(flow.Link, flow.To.Connection, code, field, CauseText.Short(value));

    private static string Joined(params string[] parts) => string.Join('/', parts.Where(part => part.Length > 0));
}
