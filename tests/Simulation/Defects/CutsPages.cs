using IntegrationHost.Connectors;

namespace IntegrationHost.Simulation.Defects;

/// <summary>Takes a page from which a record is missing for a whole one.</summary>
internal sealed class CutsPages : Defect
{
    private const int Every = 7;

    private int _pages;

    public override async Task<ChangePage> ReadChangesAsync(Func<Task<ChangePage>> go)
    {
        var page = await go();
        return page.Changes.Count > 0 && ++_pages % Every == 0
            ? page with { Changes = [.. page.Changes.SkipLast(1)], Receipt = null }
            : page;
    }
}
