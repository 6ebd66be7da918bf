using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Ledger;

/// <summary>A write that is about to be sent. While it stands, nobody knows whether it landed.</summary>
/// <param name="Record">Whose write.</param>
/// <param name="Key">The write's key.</param>
/// <param name="Entity">The target entity.</param>
/// <param name="TargetId">The target record's id when it was known.</param>
/// <param name="Rendered">The rendered record, UTF-8 JSON.</param>
/// <param name="Source">The source version and script version it was made from.</param>
/// <param name="At">When.</param>
public sealed record Intent(
    RecordKey Record,
    string Key,
    string Entity,
    string? TargetId,
    ReadOnlyMemory<byte> Rendered,
    IntentSource Source,
    DateTimeOffset At);

/// <summary>What an intent was made from, so that a recovered write can be settled.</summary>
/// <param name="SourceVersion">The version that was mapped.</param>
/// <param name="ScriptVersion">Which script version was at work.</param>
/// <param name="Fingerprint">Of the rendered write.</param>
/// <param name="Through">The newest change that was claimed with it: what came later is not in the write.</param>
public sealed record IntentSource(string SourceVersion, string ScriptVersion, string Fingerprint, long Through);
