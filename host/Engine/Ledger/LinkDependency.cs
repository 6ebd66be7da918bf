using IntegrationHost.Engine.Inbox;

namespace IntegrationHost.Engine.Ledger;

/// <summary>How a record that waits for a link is found by the settle that makes the link.</summary>
public static class LinkDependency
{
    /// <summary>For a link whose id is known on one connection and wanted on another.</summary>
    public static Dependency On(LinkSide side) =>
        new(DependencyKind.Link, $"{side.Name}|{side.Connection}>{side.Other}", side.Id);

    /// <summary>The side a dependency was made from.</summary>
    public static LinkSide SideOf(Dependency dependency)
    {
        var bar = dependency.Scope.IndexOf('|', StringComparison.Ordinal);
        var arrow = dependency.Scope.IndexOf('>', bar);
        var scope = dependency.Scope;
        return new LinkSide(scope[..bar], scope[(bar + 1)..arrow], dependency.Value, scope[(arrow + 1)..]);
    }

    /// <summary>What a new link brings to those who wait, from either side.</summary>
    public static IEnumerable<Dependency> BroughtBy(Link link)
    {
        yield return On(new LinkSide(link.Name, link.A.Connection, link.A.Id, link.B.Connection));
        yield return On(new LinkSide(link.Name, link.B.Connection, link.B.Id, link.A.Connection));
    }
}
