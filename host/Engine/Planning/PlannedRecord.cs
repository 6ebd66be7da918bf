using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Planning;

/// <summary>What would be done with one record.</summary>
/// <param name="Record">Which.</param>
/// <param name="Name">What people call it.</param>
/// <param name="What">The kind of write, or why there is none.</param>
/// <param name="Target">The target entity, or empty.</param>
/// <param name="TargetId">The target record's id where there is one.</param>
/// <param name="Fields">Fields that would change; for a create, all.</param>
/// <param name="Notes">Why it waits or is skipped; what to know.</param>
/// <param name="AtStake">The money of it, where the script states a total.</param>
public sealed record PlannedRecord(
    RecordKey Record,
    string Name,
    PlannedKind What,
    string Target,
    string? TargetId,
    IReadOnlyList<FieldChange> Fields,
    IReadOnlyList<string> Notes,
    Money? AtStake)
{
    /// <summary>Changes when source, script or target move.</summary>
    public string Stamp { get; init; } = "";
}

/// <summary>What would be done.</summary>
public enum PlannedKind
{
    /// <summary>A record the target does not have.</summary>
    Create,
    /// <summary>A record the target has, otherwise.</summary>
    Update,
    /// <summary>The target has it so already.</summary>
    Nothing,
    /// <summary>The script skips it.</summary>
    Skip,
    /// <summary>It waits for something that will come by itself.</summary>
    Hold,
    /// <summary>It waits for a person.</summary>
    Refuse,
}

/// <summary>A field that would change.</summary>
/// <param name="Path">Dots between fields, numbers for places in a list.</param>
/// <param name="Old">What the target holds; null where it holds nothing, or does not show it.</param>
/// <param name="New">What would be written.</param>
/// <param name="IsShown">False where the target does not show this field: it is written as it is.</param>
public sealed record FieldChange(string Path, string? Old, string New, bool IsShown);
