using IntegrationHost.Engine.Inbox;
using IntegrationHost.Engine.Ledger;

namespace IntegrationHost.Engine.Mapping;

/// <summary>Whether something a record waits for has arrived.</summary>
internal sealed class Arrivals(FlowDefinition flow, ILedger ledger, ISiteValues values)
{
    /// <summary>True when any of these links or table entries is there now. Records of the target are looked for by
    /// <see cref="TargetWatch"/>.</summary>
    public async Task<bool> HaveArrivedAsync(IReadOnlyList<Dependency> waitsFor, CancellationToken cancel)
    {
        var tables = waitsFor.Where(dependency => dependency.Kind == DependencyKind.Table);
        if (tables.Any(table => values.TableValue(flow, table.Scope, table.Value) is not null))
        {
            return true;
        }

        var sides = waitsFor.Where(dependency => dependency.Kind == DependencyKind.Link)
            .Select(dependency => LinkDependency.SideOf(dependency))
            .ToArray();
        return sides.Length > 0 && (await ledger.LinksAsync(sides, cancel)).Count > 0;
    }
}
