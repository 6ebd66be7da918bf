using IntegrationHost.Storage.Embedded.Rows;

namespace IntegrationHost.Storage.Embedded.Frames;

/// <summary>A row as it is after a unit of work: a state, never an increment, so that a frame may be applied twice.
/// </summary>
/// <param name="Id">Which row.</param>
/// <param name="Image">What it holds; null when it is gone.</param>
internal readonly record struct RowImage(RowId Id, byte[]? Image)
{
    /// <summary>True when it is known that there was no such row before; of a frame that is read again it is not
    /// known.</summary>
    public bool IsNew { get; init; }

    public static void Write(ImageWriter to, RowImage row)
    {
        to.Number((int)row.Id.Table).Text(row.Id.Key).Number(row.Image is null ? 0 : 1);
        if (row.Image is not null)
        {
            to.Bytes(row.Image);
        }
    }

    public static RowImage Read(ref ImageReader from)
    {
        var id = new RowId((Table)from.Count(), from.Text());
        return new RowImage(id, from.Count() == 0 ? null : from.Bytes().ToArray());
    }
}
