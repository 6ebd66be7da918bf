namespace IntegrationHost.Storage.Postgres;

/// <summary>The statements of a group of settlements: two that lock in the order of all who lock, and the one that
/// settles. They go in one round trip and are one transaction; the last one sees what the others waited for.</summary>
internal static class SettleSql
{
    /// <summary>$1 lanes. A lane that is being taken has changed its epoch when this returns.</summary>
    public const string LockLanes = "select lane from lane where lane = any($1::int[]) order by lane for share";

    /// <summary>$1 records, $2 what the links bring.</summary>
    public const string LockRecords = $"""
        select rk from pending
        where rk = any($1::uuid[] || array(
            select rk from pending where state >= 2 and marks && $2::uuid[] and {SomeParked}))
        order by rk for update
        """;

    private const string SomeParked = "exists (select 1 from pending where state in (2, 3))";

    /// <summary>$1 the host, $2 its slot of the tally, $3 and $4 what links bring and to whose settlement it belongs,
    /// from $5 the columns of <see cref="SettleColumns"/>, $32 their lanes, $33 what was agreed. Answers the numbers of
    /// the settlements that took place, and beside 0 the lanes in which records were released.</summary>
    public const string Settle = $"""
        with held as materialized (
            select lane.lane, lane.epoch from lane join host on host.id = lane.owner
            where lane.lane = any($32::int[]) and lane.owner = $1 and host.expires_at > clock_timestamp()),
        number as materialized (select nextval('numbers') as n),
        {SettledColumns}
        {PastChanges}
        {EndRecords}
        {EnterLedger}
        {PutLinks}
        {ReleaseWaiting}
        told as (
            insert into history(rk, at, seq, what, text, seen, seen_seq, seen_text)
            select l.rk, l.at, l.told, l.what, l.text, l.seen, l.seen_seq, l.seen_text
            from ledger l where l.what is not null and l.rk = any(array(select rk from ok where before is not null))
            union all select *, null, null, null from ({InboxSql.SeenOfPast}) other
            union all select rk, at, nextval('numbers'), 'released', 'the ' || link || ' it waits for has arrived',
                null, null, null
            from arrived)
        select ord::int, 0 from ok union all select 0, lane from arrived
        """;

    // What most of the parts read comes first: a part has to walk over the columns before those it reads. The outcome
    // is told by the row of the ledger, beside it that the newest change was seen: most settlements write no history.
    private const string SettledColumns = $"""
        ok as materialized (
            select i.ord, i.rk, (select n from number) + i.ord as seq, p.ctid as place, p.more, p.first, case
                    when p.first > i.through then p.first else rest.seq end as rest_seq,
                coalesce(newest.seq, case when p.first <= i.through then p.first end) as newest, l.state as before,
                i.at, i.state, case when p.first > i.through then p.seen else rest.seen end as rest_seen, i.lane,
                i.key_a, i.key_b, i.through, p.flow, i.what, i.text, case
                    when newest.seq is not null then newest.seen
                    when p.first <= i.through then p.seen end as newest_seen, case
                    when newest.seq is not null then 'by ' || newest.origin || ', version ' || newest.version
                    when p.first <= i.through then 'by ' || p.origin || ', version ' || p.version end as newest_text,
                p.entity, p.id, i.name, i.version, coalesce(newest.kind, case
                    when p.first <= i.through then p.kind else 0 end) as kind, i.print, i.target, i.target_id,
                i.target_version, i.script, case when i.keeps and l.problems is not null then l.problems
                    else i.problems end as noted, i.input, i.link, i.a_connection, i.a_entity, i.a_id, i.b_connection,
                i.b_entity, i.b_id, i.agreed, p.origin, p.version as oldest_version, p.seen, p.called
            from {SettleColumns.FromArrays}
            join held on held.lane = i.lane and held.epoch = i.epoch
            join pending p on p.rk = i.rk and p.lane = i.lane and p.state + 0 = 1 and p.epoch = i.epoch -- By its key.
            left join ledger l on l.rk = i.rk
            left join lateral (
                select c.seq, c.seen from change c where p.more and c.rk = i.rk and c.seq > i.through
                order by c.seq limit 1) rest on true
            left join lateral (
                select c.seq, c.kind, c.seen, c.origin, c.version from change c
                where p.more and c.rk = i.rk and c.seq <= i.through order by c.seq desc limit 1) newest on true),
        """;

    // The oldest change of what is left moves into the row of its record.
    private const string PastChanges = """
        gone as (
            delete from change c using ok
            where ok.more and c.rk = ok.rk and (c.seq <= ok.through or c.seq = ok.rest_seq)
            returning c.*),
        past as (
            select gone.rk, gone.seq, gone.origin, gone.version, gone.seen
            from gone join ok on ok.rk = gone.rk and gone.seq < ok.newest
            union all
            select rk, first, origin, oldest_version, seen from ok where more and first < newest),
        """;

    // The row of the record was locked before this statement looked at it, so it stands where it was seen. Not "using
    // ok": that would carry a copy of all its columns along with each row.
    private const string EndRecords = $"""
        ended as (delete from pending where ctid = any(array(select place from ok where rest_seq is null))),
        left_over as (
            update pending r set state = 0, claim = null, due = ok.rest_seen, attempts = 0, reason = '', since = 0,
                more = exists (select 1 from change n where n.rk = ok.rk and n.seq > ok.rest_seq),
                name = coalesce((
                    select n.called from change n where n.rk = ok.rk and n.seq > ok.through and n.called is not null
                    order by n.seq desc limit 1), case when ok.first > ok.through then ok.called end, ok.name),
                {InboxSql.Takes}
            from ok left join gone c on c.rk = ok.rk and c.seq = ok.rest_seq
            where r.rk = ok.rk and ok.rest_seq is not null),
        unsent as (delete from intent where rk = any(array(select rk from ok))),
        kept as (
            insert into input(rk, at, body) select rk, at, input from ok where length(input) > 0 order by rk
            on conflict (rk) do update set at = excluded.at, body = excluded.body),
        """;

    // The row of the record is locked, so nobody else enters it meanwhile.
    private const string EnterLedger = """
        entered as (
            insert into ledger(rk, flow, entity, id, state, name, version, kind, print, target, target_id,
                target_version, script, at, problems, agreed, told, what, text, seen, seen_seq, seen_text)
            select rk, flow, entity, id, state, name, version, kind, print, target, target_id, target_version, script,
                at, noted, agreed, seq, what, text, newest_seen, newest, newest_text
            from ok where before is null),
        entered_again as (
            update ledger l set state = ok.state, name = ok.name, version = ok.version, kind = ok.kind,
                print = ok.print, target = ok.target, target_id = ok.target_id, target_version = ok.target_version,
                script = ok.script, at = ok.at, problems = ok.noted, agreed = ok.agreed, told = ok.seq,
                what = ok.what, text = ok.text, seen = ok.newest_seen, seen_seq = ok.newest,
                seen_text = ok.newest_text
            from ok where l.rk = ok.rk and ok.before is not null),
        counted as (
            insert into tally(flow, state, slot, n)
            select flow, state, $2, sum(n) from (
                select flow, state, 1 as n from ok
                union all select flow, before, -1 from ok where before is not null) t
            group by flow, state having sum(n) <> 0 order by flow, state
            on conflict (flow, state, slot) do update set n = tally.n + excluded.n),
        """;

    // A pair that stands already, and is the newest of its partner, is not written again. Where a record of the first
    // side was somebody's partner before, that pair is over.
    private const string PutLinks = """
        pair as materialized (
            select seq, key_a, key_b, link, a_connection, a_entity, a_id, b_connection,
                b_entity, b_id, turned.place as turned, stands.place as stands
            from ok
            left join lateral (
                select y.ctid as place from link y where y.key_b = ok.key_a order by y.seq desc limit 1) turned on true
            left join lateral (select x.ctid as place from link x where x.key_a = ok.key_a limit 1) stands on true
            where key_a is not null),
        turned as (delete from link where ctid = any(array(select turned from pair where turned is not null))),
        linked as (
            insert into link(key_a, key_b, seq, name, a_connection, a_entity, a_id, b_connection, b_entity, b_id)
            select key_a, key_b, seq, link, a_connection, a_entity, a_id, b_connection, b_entity, b_id
            from pair where stands is null order by key_a),
        linked_again as (
            update link x set key_b = p.key_b, seq = p.seq, a_entity = p.a_entity, b_connection = p.b_connection,
                b_entity = p.b_entity, b_id = p.b_id
            from pair p
            where x.key_a = p.key_a and p.stands is not null and (x.key_b <> p.key_b or x.a_entity <> p.a_entity
                or x.b_entity <> p.b_entity
                or exists (select 1 from link n where n.key_b = p.key_b and n.seq > x.seq)
                or exists (select 1 from link n where n.key_a = p.key_b and n.seq > x.seq))),
        """;

    private const string ReleaseWaiting = $"""
        waiting as materialized (
            select rk, lane, marks from pending where state >= 2 and marks && $3::uuid[] and {SomeParked}),
        arrived as materialized (
            select distinct on (w.rk) w.rk, w.lane, ok.at, ok.link
            from unnest($3::uuid[], $4::uuid[]) d(dep, rk)
            join ok on ok.rk = d.rk join waiting w on d.dep = any(w.marks)
            order by w.rk, ok.ord),
        released as (
            update pending p set state = 0, due = a.at, attempts = 0, reason = '', problems = null, waits = null,
                marks = null, stake = null
            from arrived a where p.rk = a.rk),
        """;
}
