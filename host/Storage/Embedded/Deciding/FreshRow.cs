namespace IntegrationHost.Storage.Embedded.Deciding;

/// <summary>A record that waits with its first change and nothing else, as its image: a burst leaves a hundred thousand
/// of them in memory, and what has no fields of its own costs the garbage collector nothing.</summary>
/// <param name="Key">Of its row.</param>
/// <param name="Image">All of it, see <see cref="Rows.RecordImage"/>.</param>
/// <param name="DueTicks">When it is due, which is when its change was seen.</param>
/// <param name="Sequence">Of its change.</param>
/// <param name="Began">The frame since which it is unsettled.</param>
internal readonly record struct FreshRow(string Key, byte[] Image, long DueTicks, long Sequence, long Began)
{
    /// <summary>Oldest due first, as rows are claimed.</summary>
    public static int Compare(FreshRow one, FreshRow other)
    {
        var byDue = one.DueTicks.CompareTo(other.DueTicks);
        return byDue != 0 ? byDue : one.Sequence.CompareTo(other.Sequence);
    }
}
