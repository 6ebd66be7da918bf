using System.Text;
using IntegrationHost.Engine.Inbox;
using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>All records that wait with their first change and nothing else. Whoever is touched leaves: it becomes a
/// <see cref="RecordRow"/>.</summary>
internal sealed class FreshRows
{
    private readonly Dictionary<string, byte[]> _images = [];
    private readonly Dictionary<(int Lane, string Flow), FreshLine> _lines = [];

    /// <summary>False where it cannot stand in its line; then it is not here.</summary>
    public bool TryAdd(int lane, string flow, FreshRow row)
    {
        if (!_lines.TryGetValue((lane, flow), out var line))
        {
            _lines.Add((lane, flow), line = new FreshLine(_images));
        }

        if (!line.TryAdd(row))
        {
            return false;
        }

        _images.Add(row.Key, row.Image);
        return true;
    }

    /// <summary>Takes the record out, to be touched; null when it is not here.</summary>
    public RecordRow? Take(string key)
    {
        if (!_images.Remove(key, out var image))
        {
            return null;
        }

        var row = RecordImage.RowOf(key, image);
        _lines[(row.Lane, row.Record.Flow)].Left();
        return row;
    }

    public FreshLine? LineOf(int lane, string flow) => _lines.GetValueOrDefault((lane, flow));

    /// <summary>The keys of those whose first frame stands before a position.</summary>
    public IEnumerable<string> BeganBefore(long position) => _lines.Values
        .SelectMany(line => line.Rows).Where(row => row.Began < position).Select(row => row.Key);

    /// <summary>Since when the oldest of each flow waits.</summary>
    public IEnumerable<(string Flow, long Ticks)> Oldest() => _lines
        .Select(line => (line.Key.Flow, First: line.Value.First()))
        .Where(line => line.First is not null)
        .Select(line => (line.Flow, line.First!.Value.DueTicks));

    /// <summary>Those with this name or id.</summary>
    public IEnumerable<RecordKey> Called(string nameOrId)
    {
        var sought = Encoding.UTF8.GetBytes(nameOrId);
        return _images.Where(pair => pair.Value.AsSpan().IndexOf(sought) >= 0)
            .Select(pair => RecordImage.RowOf(pair.Key, pair.Value))
            .Where(row => row.Record.Id == nameOrId || row.Name == nameOrId)
            .Select(row => row.Record);
    }
}
