using IntegrationHost.Storage.Embedded.Frames;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>What one operation changes: it becomes one frame of the journal, wholly or not at all.</summary>
internal sealed class Unit
{
    private const int SearchedMost = 8; // Rows: looking through so few is quicker than a dictionary.

    private readonly Dictionary<RowId, int> _places = [];
    private readonly List<RowImage> _rows = [];
    private readonly List<Tell> _tells = [];
    private readonly List<byte[]> _payloads = [];

    /// <summary>Where the frame will stand.</summary>
    public long Position { get; private set; }

    public List<RowImage> Rows => _rows;

    public List<Tell> Tells => _tells;

    public IReadOnlyList<byte[]> Payloads => _payloads;

    public bool IsEmpty => _rows.Count == 0 && _tells.Count == 0;

    public void Begin(long position)
    {
        Position = position;
        _places.Clear();
        _rows.Clear();
        _tells.Clear();
        _payloads.Clear();
    }

    /// <summary>The row is this from now on.</summary>
    public void Put(RowId id, byte[] image, bool isNew = false) => Set(new RowImage(id, image) { IsNew = isNew });

    /// <summary>There is no such row from now on.</summary>
    public void Delete(RowId id) => Set(new RowImage(id, null));

    /// <summary>What this unit made of a row, if it touched it.</summary>
    public bool TryGet(RowId id, out byte[]? image)
    {
        var place = PlaceOf(id);
        image = place >= 0 ? _rows[place].Image : null;
        return place >= 0;
    }

    /// <summary>Keeps a payload that was sealed already.</summary>
    public PayloadRef Keep(byte[] kept)
    {
        _payloads.Add(kept);
        return new PayloadRef(Position, _payloads.Count - 1);
    }

    /// <summary>Tells something of a record; answers where, for the next who tells of it.</summary>
    public long Tell(string record, long before, DateTimeOffset at, string what, string text)
    {
        _tells.Add(new Tell(record, before == Position ? BeforeIn(record) : before, at, what, text));
        return Position;
    }

    // A frame that tells several things of one record names the same former frame in each.
    private long BeforeIn(string record) => _tells.FindLast(tell => tell.Record == record)!.Before;

    private int PlaceOf(RowId id)
    {
        if (_rows.Count > SearchedMost)
        {
            return _places.TryGetValue(id, out var place) ? place : -1;
        }

        for (var at = 0; at < _rows.Count; at++)
        {
            if (_rows[at].Id == id)
            {
                return at;
            }
        }

        return -1;
    }

    private void Set(RowImage row)
    {
        var place = PlaceOf(row.Id);
        if (place >= 0)
        {
            _rows[place] = row with { IsNew = _rows[place].IsNew };
            return;
        }

        _rows.Add(row);
        if (_rows.Count == SearchedMost + 1)
        {
            for (var at = 0; at < SearchedMost; at++)
            {
                _places.Add(_rows[at].Id, at);
            }
        }

        if (_rows.Count > SearchedMost)
        {
            _places.Add(row.Id, _rows.Count - 1);
        }
    }
}
