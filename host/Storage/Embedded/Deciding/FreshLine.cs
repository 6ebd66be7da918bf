using System.Runtime.InteropServices;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>The fresh rows of one lane and flow, oldest due first. Who is looked for by its key leaves the line by
/// leaving the register; its place is skipped.</summary>
internal sealed class FreshLine(IReadOnlyDictionary<string, byte[]> register)
{
    private const int OutOfPlaceMost = 256; // Rows: callers overtake each other by a few.
    private const int EmptyMost = 1024; // Places, before the line is drawn together.

    private readonly List<FreshRow> _rows = [];
    private int _head;
    private int _gone;

    public IEnumerable<FreshRow> Rows => _rows.Skip(_head).Where(IsThere);

    /// <summary>False where it is due long before what is there already: a clock was set back.</summary>
    public bool TryAdd(FreshRow row)
    {
        var place = _rows.Count;
        while (place > _head && FreshRow.Compare(row, _rows[place - 1]) < 0)
        {
            if (_rows.Count - --place > OutOfPlaceMost)
            {
                return false;
            }
        }

        _rows.Insert(place, row);
        return true;
    }

    /// <summary>The oldest, or null.</summary>
    public FreshRow? First()
    {
        while (_head < _rows.Count && !IsThere(_rows[_head]))
        {
            _head++;
            _gone--;
        }

        return _head < _rows.Count ? _rows[_head] : null;
    }

    /// <summary>When the first falls due that is not due by then; null where there is none.</summary>
    public long? DueAfter(long ticks)
    {
        var mark = new FreshRow("", [], ticks, long.MaxValue, 0);
        var place = CollectionsMarshal.AsSpan(_rows)[_head..].BinarySearch(mark, Order.Instance);
        for (place = _head + (place < 0 ? ~place : place); place < _rows.Count; place++)
        {
            if (IsThere(_rows[place]))
            {
                return _rows[place].DueTicks;
            }
        }

        return null;
    }

    /// <summary>One of them left the register.</summary>
    public void Left()
    {
        if (++_gone > EmptyMost && _gone > (_rows.Count - _head) / 2)
        {
            _rows.RemoveRange(0, _head);
            _rows.RemoveAll(row => !IsThere(row));
            (_head, _gone) = (0, 0);
        }
        else if (_head > EmptyMost && _head > _rows.Count / 2)
        {
            _rows.RemoveRange(0, _head);
            _head = 0;
        }
    }

    private bool IsThere(FreshRow row) =>
        register.TryGetValue(row.Key, out var image) && ReferenceEquals(image, row.Image);

    private sealed class Order : IComparer<FreshRow>
    {
        public static readonly Order Instance = new();

        public int Compare(FreshRow one, FreshRow other) => FreshRow.Compare(one, other);
    }
}
