using System.Runtime.InteropServices;
using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Projecting;

/// <summary>The rows of many frames as they are after the last of them: what was stored and settled meanwhile never
/// reaches the file.</summary>
internal sealed class Batch
{
    private readonly Dictionary<RowId, RowImage> _rows = [];
    private readonly ImageWriter _deliveries = new();
    private long _newestDelivery;
    private string? _forgetDeliveries;

    public int Frames { get; private set; }

    /// <summary>Where the frame behind the last one stands.</summary>
    public long End { get; private set; }

    public void Add(IReadOnlyList<RowImage> rows, long end)
    {
        Frames++;
        End = end;
        for (var at = 0; at < rows.Count; at++)
        {
            if (rows[at].Id.Table == Table.Deliveries)
            {
                AddDelivery(rows[at]);
            }
            else
            {
                ref var row = ref CollectionsMarshal.GetValueRefOrAddDefault(_rows, rows[at].Id, out var known);
                row = known ? rows[at] with { IsNew = row.IsNew } : rows[at];
            }
        }
    }

    /// <summary>What is to be written, in order of table and key, which LiteDB likes best.</summary>
    public IReadOnlyList<RowImage> Rows()
    {
        var rows = _rows.Values
            .Where(row => row.Image is not null || !row.IsNew)
            .OrderBy(row => row.Id.Table).ThenBy(row => row.Id.Key, StringComparer.Ordinal)
            .ToList();
        if (_deliveries.Written.Length > 0)
        {
            rows.Add(new RowImage(DeliveryRow.IdOf(_newestDelivery, End), _deliveries.ToArray()));
        }

        if (_forgetDeliveries is { } before)
        {
            rows.Add(new RowImage(new RowId(Table.Deliveries, before), null));
        }

        return rows;
    }

    /// <summary>The batch is in the file.</summary>
    public void Clear()
    {
        _rows.Clear();
        _deliveries.Clear();
        (_newestDelivery, _forgetDeliveries, Frames) = (0, null, 0);
    }

    private void AddDelivery(RowImage row)
    {
        if (row.Image is null)
        {
            _forgetDeliveries = row.Id.Key;
            return;
        }

        var at = SmallRows.NumberOf(row.Image);
        _newestDelivery = Math.Max(_newestDelivery, at);
        DeliveryRow.Write(_deliveries, DeliveryRow.DeliveryOf(row.Id), at);
    }
}
