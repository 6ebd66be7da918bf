namespace IntegrationHost.Storage.Postgres;

/// <summary>The statements of claiming, putting back, parking and releasing. Those of one unit go in one round
/// trip.</summary>
internal static class InboxSql
{
    /// <summary>$1 to $3 the lease, $4 this claim, $5 now, $6 flows, $7 at most. Never beyond a number that was seen
    /// before: the oldest that is there. Who is being written to at this moment comes at the next claim.</summary>
    public const string Claim = $"""
        with due as materialized (
            select rk from pending
            where lane = $1 and state = 0 and due <= $5 and flow = any($6::text[]) and {LaneTable.Holds}
            order by due, first limit $7 for update skip locked)
        update pending p set state = 1, claim = $4, epoch = $2 from due where p.rk = due.rk
        """;

    /// <summary>$1 lane, $2 claim.</summary>
    public const string Claimed = """
        select p.rk, p.flow, p.entity, p.id, p.attempts,
            i.key, i.entity, i.target_id, i.rendered, i.version, i.script, i.print, i.through, i.at,
            l.state, l.name, l.version, l.print, l.target, l.target_id, l.target_version, l.script, l.at,
            l.agreed, p.first, p.version, p.kind, p.called, p.group_key, p.changed, p.record, p.origin, p.seen
        from pending p left join intent i on i.rk = p.rk left join ledger l on l.rk = p.rk
        where p.lane = $1 and p.state = 1 and p.claim = $2 order by p.due, p.first
        """;

    /// <summary>$1 lane, $2 claim. Those that came after the oldest.</summary>
    public const string LaterChanges = """
        select c.rk, p.entity, p.id, c.seq, c.version, c.kind, c.called, c.group_key, c.changed, c.record, c.origin,
            c.seen
        from pending p join change c on c.rk = p.rk
        where p.lane = $1 and p.state = 1 and p.claim = $2 and p.more order by c.rk, c.seq
        """;

    /// <summary>$1 lane, $2 now, $3 flows.</summary>
    public const string NextDue = """
        select due from pending where lane = $1 and state = 0 and due > $2 and flow = any($3::text[])
        order by due, first limit 1
        """;

    /// <summary>$1 to $3 the lease, $4 record, $5 due, $6 reason, $7 at, $8 text.</summary>
    public const string Retry = $"""
        with put as (
            update pending set state = 0, claim = null, due = $5, reason = $6, attempts = attempts + 1,
                since = case when since = 0 then $7 else since end
            where rk = $4 and lane = $1 and state = 1 and epoch = $2 and {LaneTable.Holds}
            returning rk)
        insert into history(rk, at, seq, what, text) select rk, $7, nextval('numbers'), 'retry', $8 from put
        """;

    /// <summary>$1 record.</summary>
    public const string LockRecord = "select rk from pending where rk = $1 for update";

    /// <summary>$1 to $3 the lease, $4 record, $5 the newest change that was claimed, $6 state, $7 at, $8 problems, $9
    /// dependencies, $10 marks, $11 money, $12 what, $13 text, $14 input, $15 whether all versions stay. What came
    /// after the claim makes it pending instead. While it waits the newest hint stands for all, beside it the one that
    /// knows the name; among records due at the same time it stands where the older of them was stored.</summary>
    public const string Park = $"""
        with open as materialized (
            select p.*, greatest(p.first, later.newest) as newest,
                coalesce(later.named, case when p.called is not null then p.first end) as named
            from pending p cross join lateral (
                select max(seq) as newest, max(seq) filter (where called is not null) as named
                from change where rk = p.rk) later
            where p.rk = $4 and p.lane = $1 and p.state = 1 and p.epoch = $2 and {LaneTable.Holds}),
        p as materialized (
            select *, newest <= $5 as parks, case when $15 then first else least(newest, named) end as oldest
            from open),
        gone as (
            delete from change c using p
            where c.rk = p.rk and p.parks and not $15
                and (c.seq = p.oldest or (c.seq <> p.newest and c.seq is distinct from p.named))
            returning c.*),
        put as (
            update pending r set claim = null, due = $7, attempts = 0, reason = '',
                state = case when p.parks then $6::smallint else 0 end,
                since = case when p.parks and r.since = 0 then $7 else r.since end,
                problems = case when p.parks then $8::text end,
                waits = case when p.parks then $9::text end,
                marks = case when p.parks then $10::uuid[] end,
                stake = case when p.parks then $11::text end,
                more = case when p.parks then p.newest > p.oldest else r.more end,
                {Takes}
            from p left join gone c on c.seq = p.oldest where r.rk = p.rk),
        kept as (
            insert into input(rk, at, body) select rk, $7, $14 from p where length($14) > 0
            on conflict (rk) do update set at = excluded.at, body = excluded.body),
        past as (
            select gone.rk, gone.seq, gone.origin, gone.version, gone.seen from gone join p on gone.seq <> p.oldest
            union all
            select rk, first, origin, version, seen from p where parks and first <> oldest),
        told as (insert into history(rk, at, seq, what, text) {SeenOfPast})
        insert into history(rk, at, seq, what, text) select rk, $7, nextval('numbers'), $12, $13 from p
        """;

    /// <summary>When a change goes, that it was seen is told from then on by the history.</summary>
    public const string SeenOfPast =
        "select rk, seen, seq, 'seen', 'by ' || origin || ', version ' || version from past";

    /// <summary>The row of the record r takes in the change c, if there is one, as its oldest.</summary>
    public const string Takes = """
        first = coalesce(c.seq, r.first), seen = coalesce(c.seen, r.seen), kind = coalesce(c.kind, r.kind),
                version = coalesce(c.version, r.version), origin = coalesce(c.origin, r.origin),
                changed = case when c.seq is null then r.changed else c.changed end,
                called = case when c.seq is null then r.called else c.called end,
                group_key = case when c.seq is null then r.group_key else c.group_key end,
                record = case when c.seq is null then r.record else c.record end
        """;

    /// <summary>$1 records, $2 at, $3 text. Their rows are locked.</summary>
    public const string Release = """
        with put as (
            update pending set state = 0, due = $2, attempts = 0, reason = '', problems = null, waits = null,
                marks = null, stake = null
            where rk = any($1::uuid[]) returning rk)
        insert into history(rk, at, seq, what, text) select rk, $2, nextval('numbers'), 'released', $3 from put
        """;

    /// <summary>Locks the parked records that match, in the order of all who lock records. $1 at most, then the
    /// parts.</summary>
    public static string LockParked(string condition) => $"""
        select rk, lane from pending
        where state >= 2 and rk = any(array(
            select rk from pending where {condition} order by first limit $1))
        order by rk for update
        """;
}
