namespace IntegrationHost.Storage.Postgres;

/// <summary>The statements of an append. They go in one round trip and are one transaction; each sees what the ones
/// before it waited for.</summary>
internal static class AppendSql
{
    /// <summary>$1: hashes of the delivery keys. One key is decided by one append at a time, whatever the
    /// day.</summary>
    public const string LockDeliveries =
        "select count(pg_advisory_xact_lock(h)) from (select h from unnest($1::bigint[]) h order by h) t";

    /// <summary>$1: flows whose cursor is to move.</summary>
    public const string MakeCursors = """
        insert into cursor(flow) select f from unnest($1::text[]) f where f is not null order by f
        on conflict do nothing
        """;

    /// <summary>$1: the same.</summary>
    public const string LockCursors = "select flow from cursor where flow = any($1::text[]) order by flow for update";

    /// <summary>Decides each append and stores its delivery key. $1 to $5: delivery key, unit, flow, expected cursor
    /// and its instant, one each per append; $6: when it was seen. The verdicts are kept for the statements that
    /// follow.</summary>
    public const string Decide = """
        with each as materialized (
            select a.*, case
                when exists (select 1 from delivery d where d.key = a.key and d.unit <> a.unit) then -1
                when a.flow is not null and (cursor.value is distinct from a.expected
                    or cursor.since is distinct from a.since) then -2
                else 0 end as verdict
            from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[]) with ordinality
                a(key, unit, flow, expected, since, at, ord)
            left join cursor on cursor.flow = a.flow),
        stored as (
            insert into delivery(key, unit, at)
            select e.key, e.unit, e.at from each e where e.key is not null and e.verdict = 0
                and not exists (select 1 from delivery d where d.key = e.key))
        select set_config('ihost.verdicts', array_agg(verdict order by ord)::text, true) from each
        """;

    /// <summary>$1: the verdicts, where no append has a delivery key or a cursor.</summary>
    public const string DecideNothing = "select set_config('ihost.verdicts', $1, true)";

    /// <summary>$1 to $3: flows, cursors and their instants, one each per append.</summary>
    public const string MoveCursors = """
        update cursor set value = m.value, since = m.since
        from unnest($1::text[], $2::text[], $3::bigint[]) with ordinality m(flow, value, since, ord)
        where cursor.flow = m.flow and (current_setting('ihost.verdicts')::int[])[m.ord] = 0
        """;

    /// <summary>$1, $2: flows and entities.</summary>
    public const string StoreKinds = """
        insert into kind(flow, entity)
        select flow, entity from unnest($1::text[], $2::text[]) k(flow, entity) order by 1, 2 on conflict do nothing
        """;

    /// <summary>$1 records: whoever holds the row of a record alone stores, settles or parks it. In the order of all
    /// who lock records.</summary>
    public const string LockKeys = "select rk from pending where rk = any($1::uuid[]) order by rk for update";

    /// <summary>$1: nothing. The same for records that were copied in.</summary>
    public const string LockStaged = """
        select rk from pending where rk in (select rk from staged) order by rk for update
        """;

    /// <summary>Stores what is news, numbered in the order it came: a record stands among the others by the number of
    /// its oldest change. The numbers of a record grow in the order of the commits, because its row was locked before;
    /// a row that another append made since is not looked at, so that it is met by its key and the unit is decided
    /// again. A parked record is pending again. Answers how many changes of each append were stored.</summary>
    /// <param name="source">Where the columns are.</param>
    /// <param name="last">The position of the last one, if a number does not reach for all.</param>
    /// <param name="repeats">Whether a record may be in it more than once.</param>
    public static string StoreChanges(string source, string last, bool repeats) => $"""
        with verdicts as materialized (select current_setting('ihost.verdicts')::int[] as each),
        taken as materialized (
            select array(select nextval('numbers') from generate_series(0, ({last}) >> 12)) as each),
        fit as materialized (
            select c.*, (select each from taken)[1 + (c.ord >> 12)] + (c.ord & 4095) as seq, p.rk is not null as met
            from {source}
            left join lateral (select l.version, l.kind from ledger l where l.rk = c.rk limit 1) settled on true
            left join lateral (
                select p.rk, p.version, p.kind, p.more from pending p
                where p.rk = c.rk and p.xmax = pg_current_xact_id()::xid limit 1) p on true
            where {IsNews}),
        news as materialized ({(repeats ? Distinct : Single)}),
        placed as (
            insert into pending(rk, first, due, seen, changed, lane, kind, more, flow, entity, id, version, origin,
                called, group_key, record, name)
            select rk, seq, seen, seen, changed, lane, kind, total > 1, flow, entity, id, version, origin, name,
                group_key, record, label
            from news where not met and nth = 1 order by rk),
        stored as (
            insert into change(rk, seq, version, kind, called, group_key, changed, record, origin, seen)
            select rk, seq, version, kind, name, group_key, changed, record, origin, seen
            from news where met or nth > 1),
        joined as (
            update pending p set more = true, name = coalesce(n.label, p.name),
                due = case when p.state >= 2 then n.seen else p.due end,
                attempts = case when p.state >= 2 then 0 else p.attempts end,
                reason = case when p.state >= 2 then '' else p.reason end,
                problems = case when p.state >= 2 then null else p.problems end,
                waits = case when p.state >= 2 then null else p.waits end,
                marks = case when p.state >= 2 then null else p.marks end,
                stake = case when p.state >= 2 then null else p.stake end,
                state = case when p.state >= 2 then 0 else p.state end
            from news n where p.rk = n.rk and n.met and n.nth = 1)
        select append, count(*) from news group by append
        """;

    private const string Single = "select fit.*, 1 as nth, 1 as total from fit";

    private const string Distinct = """
        select *, row_number() over (partition by rk order by ord) as nth, count(*) over (partition by rk) as total
        from (
            select distinct on (rk, version, kind, case when version = '' then ord end) * from fit
            order by rk, version, kind, case when version = '' then ord end, ord) each
        """;

    // Not what waits already, nor the very version the ledger settled last. That a record is gone is news even when it
    // carries the version that was settled; that it was there before it went is not.
    private const string IsNews = """
        (select each from verdicts)[c.append] = 0
            and (c.version = '' or (
                (settled.version is distinct from c.version or (c.kind = 1 and settled.kind = 0))
                and (p.rk is null or ((p.version <> c.version or p.kind <> c.kind)
                    and (not p.more or not exists (
                        select 1 from change k where k.rk = c.rk and k.version = c.version and k.kind = c.kind))))))
        """;
}
