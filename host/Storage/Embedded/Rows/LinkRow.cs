using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Frames;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>A link as two rows, one to be found from each side.</summary>
internal static class LinkRow
{
    public static RowId IdOf(LinkSide side) =>
        new(Table.Links, RowKey.Join(side.Name, side.Connection, side.Other, side.Id));

    /// <summary>The row that answers who asks with this end.</summary>
    public static RowId IdOf(string name, LinkEnd known, string other) =>
        IdOf(new LinkSide(name, known.Connection, known.Id, other));

    /// <param name="link">The pair, from the known end.</param>
    /// <param name="company">Of the known end, among those that share the partner.</param>
    /// <param name="to">Where it is written.</param>
    public static byte[] Image(Link link, Company company, ImageWriter to)
    {
        Write(to.Clear().Text(link.Name), link.A);
        Write(to, link.B);
        to.Text(company.Older).Text(company.Newer);
        return to.ToArray();
    }

    public static Link Of(ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        return new Link(from.Text(), End(ref from), End(ref from));
    }

    public static Company CompanyOf(ReadOnlySpan<byte> image)
    {
        var from = new ImageReader(image);
        _ = (from.Text(), End(ref from), End(ref from));
        return from.Left.IsEmpty ? Company.None : new Company(from.TextOrNull(), from.TextOrNull());
    }

    private static void Write(ImageWriter to, LinkEnd end) => to.Text(end.Connection).Text(end.Entity).Text(end.Id);

    private static LinkEnd End(ref ImageReader from) => new(from.Text(), from.Text(), from.Text());
}

/// <summary>The neighbours of a record among those that share its partner, by their ids, so that the newest can leave
/// and the one before it answers.</summary>
/// <param name="Older">Linked before it, or null.</param>
/// <param name="Newer">Linked after it, or null.</param>
internal readonly record struct Company(string? Older, string? Newer)
{
    public static readonly Company None;
}
