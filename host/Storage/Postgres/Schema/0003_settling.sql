-- Settles what the holder of a lane has claimed, one array per column, in the order of the records. Where the claim is
-- told, it is told as well how the record had ended before, or null: nobody else ends a record while that claim
-- stands. Answers which settlements took place and the lanes in which records were released. A settlement of a record
-- without later changes is three rows: the record's goes, the ledger's comes, the pair's comes.
create function settle_records(
    _host bigint, _slot int, _brought uuid[], _owners uuid[], _lanes int[], _lane int[], _epoch bigint[], _rk uuid[],
    _through bigint[], _claim uuid[], _claimed smallint[], _flow text[], _state smallint[], _name text[],
    _version text[], _print text[], _target text[], _target_id text[], _target_version text[], _script text[],
    _at bigint[], _problems text[], _keeps bool[], _what text[], _text text[], _agreed text[], _inputs bytea[],
    _key_a uuid[], _key_b uuid[], _link text[], _a_connection text[], _a_entity text[], _a_id text[],
    _b_connection text[], _b_entity text[], _b_id text[], out settled bool[], out released int[])
language plpgsql as $$
declare
    _held int[];
    _epochs bigint[];
    _waiting uuid[];
    _number bigint;
    _place tid[]; -- Of the row of a record whose changes all go; it stands there, for it is locked.
    _before smallint[];
    _rest int[];
    _all int;
    _again int;
    _new bool;
begin
    -- A lane that is being taken has changed its owner when this returns; nobody takes it from then on.
    select array_agg(lane), array_agg(epoch) into _held, _epochs from (
        select lane, epoch from lane
        where lane = any(_lanes) and owner = _host
            and exists (select 1 from host where id = _host and expires_at > clock_timestamp())
        order by lane for share) l;
    if cardinality(_brought) > 0 and exists (select 1 from pending where state in (2, 3)) then
        _waiting := array(select rk from pending where state >= 2 and marks && _brought);
    end if;
    if _waiting is not null then
        perform 1 from pending where rk = any(_rk || _waiting) order by rk for update;
    end if;

    -- Locks in the order of all who lock records, and takes each as it is when the lock is there. What is in the
    -- ledger is not younger than the lock, but whoever settles through the oldest change has seen the claim of it.
    select array_agg(place), array_agg(before), array_agg(ours), array_agg(ord) filter (where rest),
        count(*) filter (where ours), count(*) filter (where place is not null and before is not null)
    into _place, _before, settled, _rest, _all, _again
    from (
        select r.ord::int as ord, i.place, i.before, i.rest, i.rest is not null as ours
        from unnest(_rk) with ordinality r(rk, ord)
        left join (
            select i.ord, case when i.claim is null then l.state else i.claimed end as before,
                p.more or p.first > i.through as rest,
                case when not p.more and p.first <= i.through then p.ctid end as place
            from unnest(_rk, _lane, _epoch, _through, _claim, _claimed) with ordinality
                i(rk, lane, epoch, through, claim, claimed, ord)
            join pending p on p.rk = i.rk and p.lane = i.lane and p.state + 0 = 1 -- By its key.
                and p.epoch = i.epoch and _epochs[array_position(_held, i.lane)] = i.epoch
                and (i.claim is null or p.claim = i.claim)
            left join ledger l on i.claim is null and l.rk = i.rk
            order by i.ord for update of p) i on i.ord = r.ord
        order by r.ord) each;
    if _all = 0 then
        return;
    end if;
    _number := nextval('numbers');
    if _rest is not null then
        -- With the locks there, and before the ledger changes.
        _before := array(
            select l.state from unnest(_rk) with ordinality i(rk, ord) left join ledger l on l.rk = i.rk
            order by i.ord);
    end if;

    -- The outcome is told by the row of the ledger, beside it that the newest change was seen: most settlements write
    -- no history. The row of the record is locked, so nobody else enters it meanwhile.
    if _again > 0 then
        perform enter_again(_number, _place, _before, _rk, _state, _name, _version, _print, _target, _target_id,
            _target_version, _script, _at, _problems, _keeps, _what, _text, _agreed);
    end if;
    if _all > _again + coalesce(cardinality(_rest), 0) then
        insert into ledger(rk, flow, entity, id, state, name, version, kind, print, target, target_id,
            target_version, script, at, problems, agreed, told, what, text, seen, seen_seq, seen_text)
        select p.rk, p.flow, p.entity, p.id, i.state, i.name, i.version, p.kind, i.print, i.target, i.target_id,
            i.target_version, i.script, i.at, i.problems, i.agreed, _number + i.ord, i.what, i.text, p.seen, p.first,
            'by ' || p.origin || ', version ' || p.version
        from unnest(_place, _before, _state, _name, _version, _print, _target, _target_id, _target_version, _script,
            _at, _problems, _agreed, _what, _text) with ordinality i(place, before, state, name, version, print,
            target, target_id, target_version, script, at, problems, agreed, what, text, ord)
        join pending p on p.ctid = i.place
        where i.before is null;
    end if;
    if _rest is not null then
        perform settle_rest(_number, _rest, _before, _rk, _through, _state, _name, _version, _print, _target,
            _target_id, _target_version, _script, _at, _problems, _keeps, _what, _text, _agreed);
    end if;
    delete from intent where rk = any(array(select rk from unnest(_rk, settled) i(rk, ok) where ok));
    delete from pending where ctid = any(_place);
    if cardinality(_inputs) > 0 then
        insert into input(rk, at, body)
        select i.rk, i.at, i.body from unnest(_rk, _at, _inputs, settled) i(rk, at, body, ok)
        where i.ok and length(i.body) > 0 order by i.rk
        on conflict (rk) do update set at = excluded.at, body = excluded.body;
    end if;
    insert into tally(flow, state, slot, n)
    select flow, state, _slot, sum(n) from (
        select flow, state, 1 as n from unnest(_flow, _state, settled) i(flow, state, ok) where ok
        union all
        select flow, before, -1 from unnest(_flow, _before, settled) i(flow, before, ok)
        where ok and before is not null) t
    group by flow, state having sum(n) <> 0 order by flow, state
    on conflict (flow, state, slot) do update set n = tally.n + excluded.n;

    if cardinality(_brought) > 0 then
        -- The pair of a record that never ended before is new, most likely; nothing was made when it is not.
        _new := _again = 0 and _rest is null
            and not exists (select 1 from link where key_b = any(_key_a));
        if _new then
            begin
                insert into link(key_a, key_b, seq, name, a_connection, a_entity, a_id, b_connection, b_entity, b_id)
                select key_a, key_b, _number + ord, link, a_connection, a_entity, a_id, b_connection, b_entity, b_id
                from unnest(_key_a, _key_b, _link, _a_connection, _a_entity, _a_id, _b_connection, _b_entity, _b_id,
                    settled) with ordinality i(key_a, key_b, link, a_connection, a_entity, a_id, b_connection,
                    b_entity, b_id, ok, ord)
                where ok and key_a is not null order by key_a;
            exception when unique_violation then
                _new := false;
            end;
        end if;
        if not _new then
            perform link_again(_number, settled, _key_a, _key_b, _link, _a_connection, _a_entity, _a_id,
                _b_connection, _b_entity, _b_id);
        end if;
        if exists (select 1 from pending where state in (2, 3)) then
            released := release_waiting(_brought, _owners, _rk, _at, _link, settled);
        end if;
    end if;
end
$$;

-- How records ended that ended before: what the ledger told goes to the history.
create function enter_again(
    _number bigint, _place tid[], _before smallint[], _rk uuid[], _state smallint[], _name text[], _version text[],
    _print text[], _target text[], _target_id text[], _target_version text[], _script text[], _at bigint[],
    _problems text[], _keeps bool[], _what text[], _text text[], _agreed text[])
returns void language plpgsql as $$
begin
    insert into history(rk, at, seq, what, text, seen, seen_seq, seen_text)
    select l.rk, l.at, l.told, l.what, l.text, l.seen, l.seen_seq, l.seen_text
    from ledger l
    where l.what is not null and l.rk = any(array(
        select i.rk from unnest(_rk, _place, _before) i(rk, place, before)
        where i.place is not null and i.before is not null));
    update ledger l set state = i.state, name = i.name, version = i.version, kind = p.kind, print = i.print,
        target = i.target, target_id = i.target_id, target_version = i.target_version, script = i.script, at = i.at,
        problems = case when i.keeps and l.problems is not null then l.problems else i.problems end,
        agreed = i.agreed, told = _number + i.ord, what = i.what, text = i.text, seen = p.seen, seen_seq = p.first,
        seen_text = 'by ' || p.origin || ', version ' || p.version
    from unnest(_place, _before, _state, _name, _version, _print, _target, _target_id, _target_version, _script, _at,
        _problems, _keeps, _agreed, _what, _text) with ordinality i(place, before, state, name, version, print,
        target, target_id, target_version, script, at, problems, keeps, agreed, what, text, ord)
    join pending p on p.ctid = i.place
    where l.rk = p.rk and i.before is not null;
end
$$;

-- Settlements of records with several changes, or of a change that is not the oldest any more. The oldest change of
-- what is left moves into the row of its record.
create function settle_rest(
    _number bigint, _rest int[], _before smallint[], _rk uuid[], _through bigint[], _state smallint[], _name text[],
    _version text[], _print text[], _target text[], _target_id text[], _target_version text[], _script text[],
    _at bigint[], _problems text[], _keeps bool[], _what text[], _text text[], _agreed text[])
returns void language plpgsql as $$
begin
    with ok as materialized (
        select i.*, _number + i.ord as seq, p.ctid as place, p.more, p.first, p.flow, p.entity, p.id, p.origin,
            p.version as oldest_version, p.seen, p.called,
            case when p.first > i.through then p.first else rest.seq end as rest_seq,
            case when p.first > i.through then p.seen else rest.seen end as rest_seen,
            coalesce(newest.seq, case when p.first <= i.through then p.first end) as newest,
            case when newest.seq is not null then newest.seen when p.first <= i.through then p.seen end as newest_seen,
            case when newest.seq is not null then 'by ' || newest.origin || ', version ' || newest.version
                when p.first <= i.through then 'by ' || p.origin || ', version ' || p.version end as newest_text,
            coalesce(newest.kind, case when p.first <= i.through then p.kind else 0 end) as kind
        from unnest(_before, _rk, _through, _state, _name, _version, _print, _target, _target_id, _target_version,
            _script, _at, _problems, _keeps, _what, _text, _agreed) with ordinality i(before, rk, through, state, name,
            version, print, target, target_id, target_version, script, at, problems, keeps, what, text, agreed, ord)
        join pending p on p.rk = i.rk
        left join lateral (
            select c.seq, c.seen from change c where p.more and c.rk = i.rk and c.seq > i.through
            order by c.seq limit 1) rest on true
        left join lateral (
            select c.seq, c.kind, c.seen, c.origin, c.version from change c
            where p.more and c.rk = i.rk and c.seq <= i.through order by c.seq desc limit 1) newest on true
        where i.ord = any(_rest)),
    gone as (
        delete from change c using ok
        where ok.more and c.rk = ok.rk and (c.seq <= ok.through or c.seq = ok.rest_seq)
        returning c.*),
    past as (
        select gone.rk, gone.seq, gone.origin, gone.version, gone.seen
        from gone join ok on ok.rk = gone.rk and gone.seq < ok.newest
        union all
        select rk, first, origin, oldest_version, seen from ok where more and first < newest),
    ended as (delete from pending where ctid = any(array(select place from ok where rest_seq is null))),
    left_over as (
        update pending r set state = 0, claim = null, due = ok.rest_seen, attempts = 0, reason = '', since = 0,
            more = exists (select 1 from change n where n.rk = ok.rk and n.seq > ok.rest_seq),
            name = coalesce((
                select n.called from change n where n.rk = ok.rk and n.seq > ok.through and n.called is not null
                order by n.seq desc limit 1), case when ok.first > ok.through then ok.called end, ok.name),
            first = coalesce(c.seq, r.first), seen = coalesce(c.seen, r.seen), kind = coalesce(c.kind, r.kind),
            version = coalesce(c.version, r.version), origin = coalesce(c.origin, r.origin),
            changed = case when c.seq is null then r.changed else c.changed end,
            called = case when c.seq is null then r.called else c.called end,
            group_key = case when c.seq is null then r.group_key else c.group_key end,
            record = case when c.seq is null then r.record else c.record end
        from ok left join gone c on c.rk = ok.rk and c.seq = ok.rest_seq
        where r.rk = ok.rk and ok.rest_seq is not null),
    entered as (
        insert into ledger(rk, flow, entity, id, state, name, version, kind, print, target, target_id,
            target_version, script, at, problems, agreed, told, what, text, seen, seen_seq, seen_text)
        select rk, flow, entity, id, state, name, version, kind, print, target, target_id, target_version, script,
            at, problems, agreed, seq, what, text, newest_seen, newest, newest_text
        from ok where before is null),
    entered_again as (
        update ledger l set state = ok.state, name = ok.name, version = ok.version, kind = ok.kind,
            print = ok.print, target = ok.target, target_id = ok.target_id, target_version = ok.target_version,
            script = ok.script, at = ok.at,
            problems = case when ok.keeps and l.problems is not null then l.problems else ok.problems end,
            agreed = ok.agreed, told = ok.seq, what = ok.what, text = ok.text, seen = ok.newest_seen,
            seen_seq = ok.newest, seen_text = ok.newest_text
        from ok where l.rk = ok.rk and ok.before is not null)
    insert into history(rk, at, seq, what, text, seen, seen_seq, seen_text)
    select l.rk, l.at, l.told, l.what, l.text, l.seen, l.seen_seq, l.seen_text
    from ledger l where l.what is not null and l.rk = any(array(select rk from ok where before is not null))
    union all
    select rk, seen, seq, 'seen', 'by ' || origin || ', version ' || version, null, null, null from past;
end
$$;

-- Where some of the pairs stand already. A pair that does, and is the newest of its partner, is not written again.
-- Where a record of the first side was somebody's partner before, that pair is over.
create function link_again(
    _number bigint, _ok bool[], _key_a uuid[], _key_b uuid[], _link text[], _a_connection text[], _a_entity text[],
    _a_id text[], _b_connection text[], _b_entity text[], _b_id text[])
returns void language plpgsql as $$
begin
    with pair as materialized (
        select i.*, _number + i.ord as seq, turned.place as turned, stands.place as stands
        from unnest(_key_a, _key_b, _link, _a_connection, _a_entity, _a_id, _b_connection, _b_entity, _b_id, _ok)
            with ordinality i(key_a, key_b, link, a_connection, a_entity, a_id, b_connection, b_entity, b_id, ok, ord)
        left join lateral (
            select y.ctid as place from link y where y.key_b = i.key_a order by y.seq desc limit 1) turned on true
        left join lateral (select x.ctid as place from link x where x.key_a = i.key_a limit 1) stands on true
        where i.ok and i.key_a is not null),
    turned as (delete from link where ctid = any(array(select turned from pair where turned is not null))),
    linked as (
        insert into link(key_a, key_b, seq, name, a_connection, a_entity, a_id, b_connection, b_entity, b_id)
        select key_a, key_b, seq, link, a_connection, a_entity, a_id, b_connection, b_entity, b_id
        from pair where stands is null order by key_a)
    update link x set key_b = p.key_b, seq = p.seq, a_entity = p.a_entity, b_connection = p.b_connection,
        b_entity = p.b_entity, b_id = p.b_id
    from pair p
    where x.key_a = p.key_a and p.stands is not null and (x.key_b <> p.key_b or x.a_entity <> p.a_entity
        or x.b_entity <> p.b_entity
        or exists (select 1 from link n where n.key_b = p.key_b and n.seq > x.seq)
        or exists (select 1 from link n where n.key_a = p.key_b and n.seq > x.seq));
end
$$;

-- Releases what waits for the pairs; answers its lanes.
create function release_waiting(
    _brought uuid[], _owners uuid[], _rk uuid[], _at bigint[], _link text[], _ok bool[])
returns int[] language plpgsql as $$
declare
    _released int[];
begin
    with waiting as materialized (
        select rk, lane, marks from pending where state >= 2 and marks && _brought),
    arrived as materialized (
        select distinct on (w.rk) w.rk, w.lane, i.at, i.link
        from unnest(_brought, _owners) d(dep, owner)
        join unnest(_rk, _at, _link, _ok) with ordinality i(rk, at, link, ok, ord) on i.rk = d.owner and i.ok
        join waiting w on d.dep = any(w.marks)
        order by w.rk, i.ord),
    released as (
        update pending p set state = 0, due = a.at, attempts = 0, reason = '', problems = null, waits = null,
            marks = null, stake = null
        from arrived a where p.rk = a.rk),
    told as (
        insert into history(rk, at, seq, what, text)
        select rk, at, nextval('numbers'), 'released', 'the ' || link || ' it waits for has arrived' from arrived)
    select array_agg(lane) into _released from arrived;
    return _released;
end
$$;
