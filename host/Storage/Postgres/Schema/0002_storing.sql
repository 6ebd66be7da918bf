-- Storing changes and settling is decided next to the rows, so that what most groups need is done by statements that
-- do nothing else, and the rest only where a row asks for it. A statement here sees all that those before it waited
-- for.

-- Stores what is news of up to 4,095 changes, one array per column, in the order of their records. Answers how many of
-- each append were stored, or null for all. The verdicts are null where no append has a delivery key or a cursor; the
-- numbers are null where one number reaches for all.
create function store_changes(
    _appends int, _append int[], _ord int[], _rk uuid[], _flow text[], _entity text[], _id text[], _lane int[],
    _version text[], _kind smallint[], _called text[], _group_key text[], _changed bigint[], _record bytea[],
    _origin text[], _seen bigint[], _name text[], _verdicts int[], _repeats bool, _numbers bigint[])
returns bigint[] language plpgsql as $$
declare
    _open uuid[];
    _stored bigint := 0;
    _counts bigint[];
    _more bigint[];
begin
    -- Whoever holds the row of a record alone stores, settles or parks it. In the order of all who lock records.
    select array_agg(rk) into _open from (
        select rk from pending where rk = any(_rk) order by rk for update) p;
    -- Numbers are taken after that: those of one record grow in the order of the commits.
    _numbers := coalesce(_numbers, array[nextval('numbers')]);

    -- Most records have nothing open: one row each. A record that another append has opened since is met by its key,
    -- and the unit is decided again.
    if not _repeats then
        insert into pending(rk, first, due, seen, changed, lane, kind, more, flow, entity, id, version, origin,
            called, group_key, record, name)
        select c.rk, _numbers[1 + (c.ord >> 12)] + (c.ord & 4095), c.seen, c.seen, c.changed, c.lane, c.kind, false,
            c.flow, c.entity, c.id, c.version, c.origin, c.called, c.group_key, c.record, c.name
        from unnest(_append, _ord, _rk, _flow, _entity, _id, _lane, _version, _kind, _called, _group_key, _changed,
            _record, _origin, _seen, _name) c(append, ord, rk, flow, entity, id, lane, version, kind, called,
            group_key, changed, record, origin, seen, name)
        left join lateral (select l.version, l.kind from ledger l where l.rk = c.rk limit 1) settled on true
        where (_open is null or c.rk not in (select unnest(_open)))
            and (_verdicts is null or _verdicts[c.append] = 0)
            -- Not the very version the ledger settled last. That a record is gone is news even when it carries the
            -- version that was settled; that it was there before it went is not.
            and (c.version = '' or settled.version is distinct from c.version
                or (c.kind = 1 and settled.kind = 0));
        get diagnostics _stored = row_count;
        if _stored = cardinality(_rk) then
            return null;
        end if;
        if _appends = 1 then
            _counts := array[_stored];
        else
            select array_agg(n order by a) into _counts from (
                select a, (
                    select count(*)
                    from unnest(_append, _ord, _rk) c(append, ord, rk)
                    join pending p on p.rk = c.rk and p.first = _numbers[1 + (c.ord >> 12)] + (c.ord & 4095)
                    where c.append = a) as n
                from generate_series(1, _appends) a) each;
        end if;
        if _open is null then
            return _counts;
        end if;
    end if;

    -- Records that have something open, or that come more than once. A parked record is pending again.
    with fit as materialized (
        select c.*, _numbers[1 + (c.ord >> 12)] + (c.ord & 4095) as seq, p.rk is not null as met
        from unnest(_append, _ord, _rk, _flow, _entity, _id, _lane, _version, _kind, _called, _group_key, _changed,
            _record, _origin, _seen, _name) c(append, ord, rk, flow, entity, id, lane, version, kind, called,
            group_key, changed, record, origin, seen, name)
        left join lateral (select l.version, l.kind from ledger l where l.rk = c.rk limit 1) settled on true
        left join lateral (
            select p.rk, p.version, p.kind, p.more from pending p
            where p.rk = c.rk and p.xmax = pg_current_xact_id()::xid limit 1) p on true
        where (_repeats or c.rk in (select unnest(_open)))
            and (_verdicts is null or _verdicts[c.append] = 0)
            -- The same, and not what waits already.
            and (c.version = '' or (
                (settled.version is distinct from c.version or (c.kind = 1 and settled.kind = 0))
                and (p.rk is null or ((p.version <> c.version or p.kind <> c.kind)
                    and (not p.more or not exists (
                        select 1 from change k where k.rk = c.rk and k.version = c.version and k.kind = c.kind))))))),
    news as materialized (
        select *, row_number() over (partition by rk order by ord) as nth, count(*) over (partition by rk) as total
        from (
            select distinct on (rk, version, kind, case when version = '' then ord end) * from fit
            order by rk, version, kind, case when version = '' then ord end, ord) each),
    placed as (
        insert into pending(rk, first, due, seen, changed, lane, kind, more, flow, entity, id, version, origin,
            called, group_key, record, name)
        select rk, seq, seen, seen, changed, lane, kind, total > 1, flow, entity, id, version, origin, called,
            group_key, record, name
        from news where not met and nth = 1 order by rk),
    stored as (
        insert into change(rk, seq, version, kind, called, group_key, changed, record, origin, seen)
        select rk, seq, version, kind, called, group_key, changed, record, origin, seen
        from news where met or nth > 1),
    joined as (
        update pending p set more = true, name = coalesce(n.name, p.name),
            due = case when p.state >= 2 then n.seen else p.due end,
            attempts = case when p.state >= 2 then 0 else p.attempts end,
            reason = case when p.state >= 2 then '' else p.reason end,
            problems = case when p.state >= 2 then null else p.problems end,
            waits = case when p.state >= 2 then null else p.waits end,
            marks = case when p.state >= 2 then null else p.marks end,
            stake = case when p.state >= 2 then null else p.stake end,
            state = case when p.state >= 2 then 0 else p.state end
        from news n where p.rk = n.rk and n.met and n.nth = 1)
    select array_agg(coalesce(n.n, 0) + coalesce(_counts[a], 0) order by a) into _more
    from generate_series(1, _appends) a
    left join (select append, count(*) as n from news group by append) n on n.append = a;
    return _more;
end
$$;
