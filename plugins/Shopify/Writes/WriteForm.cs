using IntegrationHost.Connectors;

namespace IntegrationHost.Plugins.Shopify.Writes;

/// <summary>What a record of an entity may say. A field that is not known is refused: it would be lost in silence.
/// Pure.</summary>
/// <param name="What">What people call a record, with its article.</param>
/// <param name="NoDelete">Why it is not deleted, and what to write instead.</param>
/// <param name="Fields">Its fields.</param>
internal sealed record WriteForm(string What, string NoDelete, params string[] Fields)
{
    /// <summary>Why a write cannot be planned, or null.</summary>
    public Plan? Refuse(Write write) => write.Kind == ChangeKind.Delete ? Plan.Wrong(NoDelete, "not-writable")
        : Inputs.UnknownIn(write.Record, Fields) is [var unknown, ..]
            ? Plan.Wrong($"{What} has no field {unknown} that can be written", "unknown-field", unknown) : null;
}
