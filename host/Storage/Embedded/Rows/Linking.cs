using IntegrationHost.Engine.Ledger;
using IntegrationHost.Storage.Embedded.Deciding;

namespace IntegrationHost.Storage.Embedded.Rows;

/// <summary>One pair that takes the place of the former pair of its first end. Records that share a partner are a chain
/// from the newest to the oldest, so that a link touches a few rows however many they are. A neighbour counts only
/// where it stands at the same partner: its row may have come to mean something else.</summary>
internal sealed class Linking(Link link)
{
    private readonly RowId _side = LinkRow.IdOf(link.Name, link.A, link.B.Connection);
    private readonly RowId _partner = LinkRow.IdOf(link.Name, link.B, link.A.Connection);

    /// <summary>The rows of both ends, and then those of their neighbours.</summary>
    public IEnumerable<RowId> Needs(RowView rows)
    {
        yield return _side;
        yield return _partner;
        if (rows.Knows(_side) && rows[_side] is { } image)
        {
            yield return LinkRow.IdOf(link.Name, LinkRow.Of(image).B, link.A.Connection);
            var company = LinkRow.CompanyOf(image);
            foreach (var neighbour in new[] { company.Older, company.Newer }.OfType<string>())
            {
                yield return SideOf(neighbour);
            }
        }

        if (rows.Knows(_partner) && rows[_partner] is { } partner)
        {
            yield return SideOf(LinkRow.Of(partner).B.Id);
        }
    }

    public void Put(Decision decision)
    {
        if (decision.Rows[_side] is { } image)
        {
            Leave(decision, LinkRow.Of(image), LinkRow.CompanyOf(image));
        }

        var before = decision.Rows[_partner] is { } partner ? LinkRow.Of(partner).B.Id : null;
        if (before == link.A.Id || At(decision, before, link.B.Id) is not { } newest)
        {
            before = null;
        }
        else
        {
            Write(decision, SideOf(before!), newest.Link, newest.Company with { Newer = link.A.Id });
        }

        Write(decision, _side, link, new Company(before, null));
        Write(decision, _partner, new Link(link.Name, link.B, link.A), Company.None);
    }

    // Its neighbours close up; where it was the newest, the one before it answers.
    private void Leave(Decision decision, Link former, Company company)
    {
        var older = At(decision, company.Older, former.B.Id) is { } one && one.Company.Newer == link.A.Id ? one : null;
        var newer = At(decision, company.Newer, former.B.Id) is { } two && two.Company.Older == link.A.Id ? two : null;
        if (older is not null)
        {
            Write(decision, SideOf(company.Older!), older.Link, older.Company with { Newer = newer?.Link.A.Id });
        }

        if (newer is not null)
        {
            Write(decision, SideOf(company.Newer!), newer.Link, newer.Company with { Older = older?.Link.A.Id });
        }

        var back = LinkRow.IdOf(link.Name, former.B, link.A.Connection);
        if (decision.Rows[back] is not { } pointing || LinkRow.Of(pointing).B.Id != link.A.Id)
        {
            return; // That one answers with another record by now.
        }

        if (older is null)
        {
            decision.Unit.Delete(back);
        }
        else
        {
            Write(decision, back, new Link(link.Name, former.B, older.Link.A), LinkRow.CompanyOf(pointing));
        }
    }

    private RowId SideOf(string id) => LinkRow.IdOf(link.Name, link.A with { Id = id }, link.B.Connection);

    // The record with this id, where it stands at that partner.
    private Standing? At(Decision decision, string? id, string partner) =>
        id is not null && decision.Rows[SideOf(id)] is { } image && LinkRow.Of(image) is var found
        && found.B.Id == partner ? new Standing(found, LinkRow.CompanyOf(image)) : null;

    private static void Write(Decision decision, RowId id, Link pair, Company company) => decision.Unit.Put(
        id, LinkRow.Image(pair, company, decision.Images), decision.Rows.Knows(id) && decision.Rows[id] is null);

    private sealed record Standing(Link Link, Company Company);
}
