namespace IntegrationHost.Storage.Postgres;

/// <summary>The reads of the history.</summary>
internal static class HistorySql
{
    public const string Kinds = "select flow, entity from kind";

    /// <summary>$1 keys that an id has in all flows, $2 the name, $3 at most. What is settled first.</summary>
    public const string Find = $"""
        with found as (
            select rk, min(rank) as rank from (
                (select rk, 0 as rank from ledger where rk = any($1::uuid[])
                union all select rk, 0 from ledger
                where hashtextextended(name, 0) = hashtextextended($2, 0) and name = $2 limit $3)
                union all
                (select rk, 1 from pending where rk = any($1::uuid[])
                union all select rk, 1 from pending
                where name is not null and hashtextextended(name, 0) = hashtextextended($2, 0) and name = $2 limit $3)
            ) t group by rk)
        select coalesce(p.flow, l.flow), coalesce(p.entity, l.entity), coalesce(p.id, l.id), p.state, p.name,
            case when p.rk is null then l.problems else p.problems end, {LedgerRow.Columns}
        from found f left join pending p on p.rk = f.rk left join ledger l on l.rk = f.rk
        order by f.rank, coalesce(l.at, p.since), f.rk
        """;

    /// <summary>$1 record, $2 at most. A change that is not settled tells itself that it was seen, the ledger how the
    /// record ended last.</summary>
    public const string Of = """
        select at, what, text from (
            select at, seq, what, text from history where rk = $1
            union all
            select seen, seen_seq, 'seen', seen_text from history where rk = $1 and seen is not null
            union all
            select at, told, what, text from ledger where rk = $1 and what is not null
            union all
            select seen, seen_seq, 'seen', seen_text from ledger where rk = $1 and seen is not null
            union all
            select seen, first, 'seen', 'by ' || origin || ', version ' || version from pending where rk = $1
            union all
            select seen, seq, 'seen', 'by ' || origin || ', version ' || version from change where rk = $1
            order by at desc, seq desc limit $2) newest
        order by at, seq
        """;

    public const string Input = "select body from input where rk = $1";

    private const string ParkedColumns = """
        select p.flow, p.entity, p.id, coalesce(p.name, l.name), p.state, p.problems, p.waits, p.since, p.stake,
            greatest(p.first, (select max(c.seq) from change c where c.rk = p.rk))
        from pending p left join ledger l on l.rk = p.rk
        """;

    public const string AllParked = $"{ParkedColumns} where p.state in (2, 3) order by p.first";

    /// <summary>$1 a mark.</summary>
    public const string ParkedByMark = $"{ParkedColumns} where p.state >= 2 and p.marks @> array[$1] order by p.first";

    /// <summary>$1 at most.</summary>
    public const string OldestParked = $"{ParkedColumns} where p.state in (2, 3) order by p.first limit $1";

    /// <summary>Problems that outlived a write.</summary>
    public const string Afterwards = """
        select flow, entity, id, name, at, problems from ledger where problems is not null order by at, rk
        """;

    /// <summary>What was put back again and again.</summary>
    public const string Tried = """
        select p.flow, p.entity, p.id, coalesce(p.name, l.name), p.since, p.attempts, p.reason
        from pending p left join ledger l on l.rk = p.rk
        where p.attempts >= 3 and p.state < 2 order by p.first
        """;

    public const string Awaited = "select flow, waits from pending where state in (2, 3) and waits is not null";

    /// <summary>Of each flow: how many records ended how, less those that are on their way again, and where the others
    /// are. Kind 0 counts ends, kind 1 rows.</summary>
    public const string Counts = """
        select flow, 0, state::int, sum(n)::bigint from (
            select flow, state, n from tally
            union all
            select p.flow, l.state, -1 from pending p join ledger l on l.rk = p.rk) ends
        group by flow, state
        union all
        select flow, 1, state::int, count(*) from pending group by flow, state
        """;

    /// <summary>When the oldest change of what is on its way was seen, per flow.</summary>
    public const string Oldest = """
        select flow, min(seen) from pending where state < 2 group by flow
        """;
}
