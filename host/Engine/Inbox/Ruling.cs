using System.Globalization;
using IntegrationHost.Connectors;

namespace IntegrationHost.Engine.Inbox;

/// <summary>What a person decided about a record. It travels as a change of the record, told by its origin: durable
/// before the person gets an answer, in order with what the systems report, and settled by the flow like any
/// other.</summary>
/// <param name="Kind">What shall happen.</param>
/// <param name="Through">The newest change the person could know of: what came later is handled as ever.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why, or empty.</param>
public sealed record Ruling(RulingKind Kind, long Through, string By, string Reason)
{
    private static readonly string[] Words = ["skip", "replay"];

    /// <summary>As it stands in <see cref="StoredChange.Origin"/> and is shown in the record's history.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Words[(int)Kind]} of all up to {Through} by {By}: {Reason}");

    /// <summary>The decision of an origin, or null for what a system reported.</summary>
    public static Ruling? Of(string origin)
    {
        var kind = Array.FindIndex(Words, word => origin.StartsWith($"{word} of all up to ", StringComparison.Ordinal));
        if (kind < 0)
        {
            return null;
        }

        var rest = origin[$"{Words[kind]} of all up to ".Length..];
        var by = rest.IndexOf(" by ", StringComparison.Ordinal);
        var colon = rest.IndexOf(": ", StringComparison.Ordinal);
        return by > 0 && colon > by && long.TryParse(rest[..by], CultureInfo.InvariantCulture, out var through)
            ? new Ruling((RulingKind)kind, through, rest[(by + 4)..colon], rest[(colon + 2)..])
            : null;
    }

    /// <summary>The change that carries it. Without a version, so that the inbox takes it for no repetition.</summary>
    /// <param name="record">Of which record.</param>
    /// <param name="lane">Where the record is handled.</param>
    /// <param name="input">What a replay maps: the source record as it was mapped before.</param>
    /// <param name="at">When.</param>
    public NewChange On(RecordKey record, int lane, Records.Record? input, DateTimeOffset at) =>
        new(record, lane, new Change(record.Entity, record.Id, "") { Record = input }, ToString(), at);
}

/// <summary>What a person can decide.</summary>
public enum RulingKind
{
    /// <summary>Settle it with nothing written.</summary>
    Skip,
    /// <summary>Map the stored input once more, with the script as it is now.</summary>
    Replay,
}
