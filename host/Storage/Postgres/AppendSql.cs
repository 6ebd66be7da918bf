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
        select set_config('ihost.verdicts', array_agg(verdict order by ord)::text, true) as verdicts from each
        """;

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

    /// <summary>$1: nothing. Whoever stores locks the rows of open records in the order of all who lock
    /// records.</summary>
    public const string LockStaged = """
        select rk from pending where rk in (select rk from staged) order by rk for update
        """;

    /// <summary>$1: how many changes were copied in. Their numbers, taken while the rows are locked.</summary>
    public const string TakeNumbers = """
        select set_config('ihost.numbers', array(
            select nextval('numbers') from generate_series(0, $1::int >> 12))::text, true) as numbers
        """;

    private const string Verdicts = "current_setting('ihost.verdicts')::int[]";

    /// <summary>$1: how many appends, $2 to $17 the columns of <see cref="ChangeColumns"/>, $18 whether a record is in
    /// them more than once.</summary>
    public static string Store(bool decided) => $"""
        select store_changes($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,
            {(decided ? Verdicts : "null")}, $18, null) as stored
        """;

    /// <summary>The same for what was copied in, $2 before the first place and $3 the last one, $4 whether a record is
    /// in it more than once.</summary>
    public static string StoreStaged(bool decided) => $"""
        select store_changes($1, array_agg(append), array_agg(ord), array_agg(rk), array_agg(flow), array_agg(entity),
            array_agg(id), array_agg(lane), array_agg(version), array_agg(kind), array_agg(called),
            array_agg(group_key), array_agg(changed), array_agg(record), array_agg(origin), array_agg(seen),
            array_agg(name), {(decided ? Verdicts : "null")}, $4, current_setting('ihost.numbers')::bigint[]) as stored
        from (select * from staged where place > $2 and place <= $3 order by place) s
        """;
}
