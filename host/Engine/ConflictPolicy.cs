namespace IntegrationHost.Engine;

/// <summary>Who wins where both sides of a pair changed one field. Of a single field, <see cref="Source"/> and
/// <see cref="Target"/> also say whose field it is: the other side's edits of it are not carried over.</summary>
public enum ConflictPolicy
{
    /// <summary>A person is shown both values.</summary>
    Ask,
    /// <summary>What the flow reads.</summary>
    Source,
    /// <summary>What the flow writes to.</summary>
    Target,
    /// <summary>The side that was changed last, by the systems' own stamps.</summary>
    Newest,
}

/// <summary>What happens to the target's record when the source's is deleted.</summary>
public enum DeletePolicy
{
    /// <summary>A person is told.</summary>
    Ask,
    /// <summary>It stays.</summary>
    Keep,
    /// <summary>It is deleted, too.</summary>
    Delete,
}
