namespace IntegrationHost.Plugins.Shopify.Feeds;

/// <summary>A list inside a record.</summary>
/// <param name="Field">Its field.</param>
internal sealed record ChildList(string Field)
{
    /// <summary>What people call a record of it; the parent's name when null.</summary>
    public string? Name { get; init; }

    /// <summary>The document that reads on, where the list has pages; null for a plain list of 250 at most.</summary>
    public string? More { get; init; }

    /// <summary>The field of that document that holds the parent.</summary>
    public string Root { get; init; } = "";
}
