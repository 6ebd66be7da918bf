using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>The rows as they are after everything that was decided, as far as an operation knows them: what its own
/// unit made of them, what is not applied yet, what was fetched for it.</summary>
internal sealed class RowView(Overlay overlay, KeyFilter filter, Unit unit)
{
    /// <summary>What was fetched for the operation that is being decided.</summary>
    public IReadOnlyDictionary<RowId, byte[]?>? Fetched { get; set; }

    /// <summary>Whether the row's newest image is at hand.</summary>
    public bool Knows(RowId id) => TryGet(id, out _);

    /// <summary>The row's image, or null when there is no such row.</summary>
    public byte[]? this[RowId id] => TryGet(id, out var image)
        ? image
        : throw new InvalidOperationException($"the row {id.Table} {id.Key} was not asked for before the decision");

    private bool TryGet(RowId id, out byte[]? image)
    {
        if (unit.TryGet(id, out image) || overlay.TryGet(id, out image))
        {
            return true;
        }

        if (Fetched is { } fetched && fetched.TryGetValue(id, out image))
        {
            return true;
        }

        return !filter.MayHave(id);
    }
}
