using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>The newest image of every row that may be looked up and that the projection does not have yet.</summary>
internal sealed class Overlay
{
    private readonly Dictionary<RowId, (byte[]? Image, long Position)> _rows = [];
    private readonly Queue<(long Position, IReadOnlyList<RowImage> Rows)> _waiting = [];

    /// <summary>Frames that are not applied yet.</summary>
    public int Waiting => _waiting.Count;

    public void Put(long position, IReadOnlyList<RowImage> rows)
    {
        var any = false;
        for (var at = 0; at < rows.Count; at++)
        {
            if (KeyFilter.Knows(rows[at].Id.Table))
            {
                _rows[rows[at].Id] = (rows[at].Image, position);
                any = true;
            }
        }

        _waiting.Enqueue((position, any ? rows : []));
    }

    public bool TryGet(RowId id, out byte[]? image)
    {
        var known = _rows.TryGetValue(id, out var row);
        image = row.Image;
        return known;
    }

    /// <summary>Every frame before this position is in the projection: rows that were not changed later go.</summary>
    public void Applied(long before)
    {
        while (_waiting.TryPeek(out var frame) && frame.Position < before)
        {
            _waiting.Dequeue();
            for (var at = 0; at < frame.Rows.Count; at++)
            {
                if (_rows.TryGetValue(frame.Rows[at].Id, out var row) && row.Position == frame.Position)
                {
                    _rows.Remove(frame.Rows[at].Id);
                }
            }
        }
    }
}
