using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IntegrationHost.Connectors;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Crash.Facts;

/// <summary>Puts what a port answers into one line of text, so that two stores can be compared line by line. Sequences
/// are left out: each store counts in its own way; that they grow is told instead.</summary>
internal static class Told
{
    private const string Store = "tried-again"; // The one problem that stores word themselves.

    public static string At(DateTimeOffset? instant) =>
        instant?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>Length and hash: equal when the bytes are.</summary>
    public static string Bytes(ReadOnlyMemory<byte>? bytes) => bytes is not { } some
        ? "-"
        : $"{some.Length} bytes {Convert.ToHexStringLower(SHA256.HashData(some.Span).AsSpan(0, 8))}";

    public static string Of(StoredChange stored)
    {
        var change = stored.Change;
        return $"v{change.Version} {change.Kind} of {change.Entity} {change.Id} name {change.Name ?? "-"}"
            + $" group {change.GroupKey ?? "-"} changed {At(change.ChangedAt)} payload {Payload(change)}"
            + $" by {stored.Origin} at {At(stored.SeenAt)}";
    }

    public static string Of(ClaimedRecord record)
    {
        var grows = record.Changes.Zip(record.Changes.Skip(1)).All(pair => pair.First.Sequence < pair.Second.Sequence);
        return $"{record.Changes.Count} changes [{string.Join(" | ", record.Changes.Select(Of))}]"
            + $"{(grows ? "" : " out of order")} attempts {record.Attempts} intent {Of(record.Intent, record.Changes)}"
            + $" entry {Of(record.Entry)}";
    }

    public static string Of(LedgerEntry? entry) => entry is null
        ? "-"
        : $"{entry.State} {entry.Name} v{entry.SourceVersion} print {entry.Fingerprint} as {entry.TargetEntity}"
            + $" {entry.TargetId} v{entry.TargetVersion} script {entry.ScriptVersion} at {At(entry.At)}";

    public static string Of(RecordState state) =>
        $"{state.State} {state.Name} entry {Of(state.Entry)} problems {All(state.Problems.Select(Of))}";

    public static string Of(ParkedRecord parked) =>
        $"{parked.State} {parked.Name} since {At(parked.Since)} problems {All(parked.Problems.Select(Of))}"
        + $" waits for {All(parked.WaitsFor.Select(dependency => dependency.ToString()))} stake {Of(parked.AtStake)}";

    public static string Of(Problem problem)
    {
        var words = problem.Code == Store ? "" : $" {problem.Text}; {problem.Remedy}";
        var sample = problem.Sample.Count; // Which of many are named is the store's choice where instants are equal.
        var stakes = problem.AtStake.Select(Of).Order(StringComparer.Ordinal);
        return $"{problem.Code}{words} person {problem.NeedsPerson} count {problem.Count} flows"
            + $" {All(problem.Flows.Order(StringComparer.Ordinal))} {sample} named first {At(problem.First)}"
            + $" last {At(problem.Last)} stake {All(stakes)}";
    }

    public static string Of(Link link) =>
        $"{link.A.Connection} {link.A.Entity} {link.A.Id} is {link.B.Connection} {link.B.Entity} {link.B.Id}";

    public static string Of(NamedValue value) =>
        $"v{value.Version} {Bytes(Encoding.UTF8.GetBytes(value.Value))} by {value.By} at {At(value.At)}";

    /// <summary>The words in order, each with its instant.</summary>
    public static string Of(IReadOnlyList<HistoryEntry> history) =>
        $"{history.Count}: {string.Join(' ', history.Select(entry => $"{entry.What}@{At(entry.At)}"))}";

    private static string Of(Intent? intent, IReadOnlyList<StoredChange> changes) => intent is null
        ? "-"
        : $"{intent.Key} {intent.Entity} {intent.TargetId ?? "-"} {Bytes(intent.Rendered)}"
            + $" v{intent.Source.SourceVersion} script {intent.Source.ScriptVersion} print {intent.Source.Fingerprint}"
            + $" through {changes.Count(change => change.Sequence <= intent.Source.Through)} at {At(intent.At)}";

    private static string Of(ProblemNote note) =>
        $"{note.Cause}: {note.Code} {note.Text}; {note.Remedy} person {note.NeedsPerson}";

    private static string Payload(Change change) => change.Record is { } record ? Bytes(record.ToUtf8()) : "-";

    private static string Of(Money? money) =>
        money is null ? "-" : string.Create(CultureInfo.InvariantCulture, $"{money.Amount} {money.Currency}");

    private static string All(IEnumerable<string> parts) => $"[{string.Join(" | ", parts)}]";
}
