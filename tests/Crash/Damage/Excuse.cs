namespace IntegrationHost.Crash.Damage;

/// <summary>What a damaged state may do instead of being whole.</summary>
internal enum Excuse
{
    /// <summary>Nothing: it must be whole.</summary>
    None,
    /// <summary>Be refused in a sentence.</summary>
    Refusal,
    /// <summary>Be refused, or end earlier: a damaged last group cannot be told from one that a crash tore, where
    /// nothing behind it says that it was durable.</summary>
    RefusalOrTail,
}
