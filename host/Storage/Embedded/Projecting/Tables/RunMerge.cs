using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Projecting.Tables;

/// <summary>Several runs as one: in order of key, of each row only what the newest run says.</summary>
internal static class RunMerge
{
    /// <param name="runs">The oldest first; each is read as it is needed.</param>
    public static IEnumerable<RowImage> Of(IEnumerable<IEnumerable<RowImage>> runs)
    {
        var heads = new PriorityQueue<IEnumerator<RowImage>, (string Key, int Age)>(NewestOfTheFirstKey);
        var age = 0; // The newest run has the lowest.
        foreach (var run in runs)
        {
            Advance(heads, run.GetEnumerator(), --age);
        }

        string? last = null;
        while (heads.TryDequeue(out var head, out var place))
        {
            if (place.Key != last)
            {
                yield return head.Current;
                last = place.Key;
            }

            Advance(heads, head, place.Age);
        }
    }

    private static readonly Comparer<(string Key, int Age)> NewestOfTheFirstKey =
        Comparer<(string Key, int Age)>.Create((one, other) =>
        {
            var byKey = string.CompareOrdinal(one.Key, other.Key);
            return byKey != 0 ? byKey : one.Age.CompareTo(other.Age);
        });

    private static void Advance(
        PriorityQueue<IEnumerator<RowImage>, (string Key, int Age)> heads, IEnumerator<RowImage> head, int age)
    {
        if (head.MoveNext())
        {
            heads.Enqueue(head, (head.Current.Id.Key, age));
        }
    }
}
