namespace IntegrationHost.Disks;

/// <summary>Which files there are: as programs see it, and as the folders on the disk say. In between are the changes
/// of folders that were not synced; a rename is one change, it happens whole or not at all.</summary>
internal sealed class PlayedNames
{
    private readonly List<Change> _unsynced = [];
    private SortedDictionary<string, PlayedContent> _seen = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, PlayedContent> _saved = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, PlayedContent>> All => _seen;

    public PlayedContent? Find(string path) => _seen.GetValueOrDefault(path);

    public void Add(string path, PlayedContent content) => Do(new Change(null, path, content));

    public void Remove(string path)
    {
        if (_seen.ContainsKey(path))
        {
            Do(new Change(path, null, null));
        }
    }

    public void Move(string from, string to) =>
        Do(new Change(from, to, Find(from) ?? throw new FileNotFoundException($"there is no '{from}'", from)));

    /// <summary>What was changed in the folder is on the disk.</summary>
    public void Sync(string folder)
    {
        _unsynced.Where(change => change.IsIn(folder)).ToList().ForEach(change => change.Apply(_saved));
        _unsynced.RemoveAll(change => change.IsIn(folder));
    }

    /// <summary>The folders as they may be after the power was cut; each file as it may be then.</summary>
    public PlayedNames AfterPowerCut(double kept, Random dice)
    {
        var names = new SortedDictionary<string, PlayedContent>(_saved, StringComparer.Ordinal);
        foreach (var change in _unsynced)
        {
            if (dice.NextDouble() < kept)
            {
                change.Apply(names);
            }
        }

        var after = new PlayedNames();
        foreach (var (path, content) in names)
        {
            after._saved.Add(path, content.AfterPowerCut(kept, dice));
        }

        after._seen = new SortedDictionary<string, PlayedContent>(after._saved, StringComparer.Ordinal);
        return after;
    }

    private void Do(Change change)
    {
        change.Apply(_seen);
        _unsynced.Add(change);
    }

    private sealed record Change(string? Gone, string? Come, PlayedContent? Content)
    {
        public bool IsIn(string folder) => Path.GetDirectoryName(Come ?? Gone) == folder;

        public void Apply(SortedDictionary<string, PlayedContent> names)
        {
            if (Gone is not null)
            {
                names.Remove(Gone);
            }

            if (Come is not null)
            {
                names[Come] = Content!;
            }
        }
    }
}
