namespace IntegrationHost.Mapping;

/// <summary>An id a script does not know: the host resolves the references of many records after their scripts
/// returned, in as few calls as possible. One that cannot be resolved holds the record, which releases itself when the
/// dependency arrives. A closed set.</summary>
/// <param name="Entity">What is referred to.</param>
/// <param name="Value">What it is looked up by.</param>
public abstract record Reference(string Entity, string Value)
{
    /// <summary>The record on the other side of a link in our crosswalk.</summary>
    /// <param name="Entity">The link's name, for example <c>customer</c>.</param>
    /// <param name="Value">The record's id on the source side.</param>
    public sealed record Link(string Entity, string Value) : Reference(Entity, Value);

    /// <summary>The one record in the target whose field has this value.</summary>
    /// <param name="Entity">An entity of the target.</param>
    /// <param name="By">A field of it.</param>
    /// <param name="Value">The value.</param>
    public sealed record Find(string Entity, string By, string Value) : Reference(Entity, Value);
}
