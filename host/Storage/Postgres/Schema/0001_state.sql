-- Instants are ticks (100 ns since year 1), as the host has them; leases and days are the database's own time.
-- Keys are the first 16 bytes of a SHA-256: names and ids may be of any length. Texts compare byte by byte.

-- Changes, entries of the history and pairs; grows for ever, never cached. A statement takes one number and counts on.
create sequence numbers increment by 4096;
create sequence host_ids;

-- A running host. One that comes again under the same name is another host.
create table host (
    id bigint primary key,
    name text collate "C" not null unique,
    expires_at timestamptz not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);

create table lane (
    lane int primary key,
    epoch bigint not null,
    owner bigint
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);

create table cursor (
    flow text collate "C" primary key,
    value text collate "C", -- Null before the first move.
    since bigint
) with (fillfactor = 50);

-- Which entities the flows have seen: a record is found by its id through its key.
create table kind (
    flow text collate "C",
    entity text collate "C",
    primary key (flow, entity)
);

-- Delivery keys. Days are dropped whole, which costs nothing.
create table delivery (
    key uuid not null,
    day date not null default (clock_timestamp() at time zone 'utc')::date,
    unit uuid not null, -- The append that stored it: asked again after a lost answer, it knows itself.
    at bigint not null,
    primary key (key, day)
) partition by range (day);
create table delivery_other partition of delivery default;

-- A record with changes that are not settled, and the oldest of them: most records have no other. Its row is the lock
-- of the record: whoever stores, settles, parks or releases holds it first, and only then reads.
create table pending (
    rk uuid primary key,
    first bigint not null, -- The number of the oldest change
    due bigint not null,
    seen bigint not null,
    changed bigint,
    epoch bigint not null default 0, -- Of the lane that claimed it
    since bigint not null default 0,
    claim uuid,
    lane int not null,
    attempts int not null default 0,
    state smallint not null default 0, -- 0 pending, 1 claimed, 2 held, 3 refused
    kind smallint not null,
    more bool not null, -- Later changes stand in change
    flow text collate "C" not null,
    entity text collate "C" not null,
    id text collate "C" not null,
    version text collate "C" not null,
    origin text collate "C" not null,
    reason text collate "C" not null default '',
    called text collate "C", -- The name in the oldest change
    group_key text collate "C",
    record bytea,
    name text collate "C", -- The newest one that is known
    problems text collate "C",
    waits text collate "C",
    marks uuid[], -- Hashes of causes and dependencies, while parked
    stake text collate "C"
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
alter table pending alter column record set storage external;
create index pending_due on pending (lane, due, first) where state = 0;
create index pending_claimed on pending (lane, claim) where state = 1;
-- Not "state >= 2", so that a look-up of marks, planned while the table is empty, never goes through all that is parked.
create index pending_parked on pending (first) where state in (2, 3);
create index pending_marks on pending using gin (marks) where state >= 2;
create index pending_tried on pending (rk) where attempts >= 3;
create index pending_name on pending (hashtextextended(name, 0)) where name is not null;

-- The later changes of a record.
create table change (
    rk uuid not null,
    seq bigint not null,
    version text collate "C" not null,
    kind smallint not null,
    called text collate "C",
    group_key text collate "C",
    changed bigint,
    record bytea,
    origin text collate "C" not null,
    seen bigint not null,
    primary key (rk, seq)
) with (autovacuum_vacuum_scale_factor = 0.01);
alter table change alter column record set storage external;

create table ledger (
    rk uuid primary key,
    flow text collate "C" not null,
    entity text collate "C" not null,
    id text collate "C" not null,
    state smallint not null,
    name text collate "C" not null,
    version text collate "C" not null,
    kind smallint not null,
    print text collate "C" not null,
    target text collate "C" not null,
    target_id text collate "C" not null,
    target_version text collate "C" not null,
    script text collate "C" not null,
    at bigint not null,
    problems text collate "C",
    agreed text collate "C", -- What both sides of a pair agreed upon, where they do
    told bigint, -- The newest outcome is told here, as a row of the history; the next one sends it there.
    what text collate "C",
    text text collate "C",
    seen bigint,
    seen_seq bigint,
    seen_text text collate "C"
) with (fillfactor = 70);
create index ledger_name on ledger (hashtextextended(name, 0));
create index ledger_told on ledger (at) where what is not null;
create index ledger_problems on ledger (at) where problems is not null;

-- How many records of a flow ended how, spread over slots so that settles do not wait for each other.
create table tally (
    flow text collate "C",
    state smallint,
    slot int,
    n bigint not null,
    primary key (flow, state, slot)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.01);

-- A pair, found by the key of either side; of several that share a partner the newest number answers.
create table link (
    key_a uuid primary key,
    key_b uuid not null,
    seq bigint not null,
    name text collate "C" not null,
    a_connection text collate "C" not null,
    a_entity text collate "C" not null,
    a_id text collate "C" not null,
    b_connection text collate "C" not null,
    b_entity text collate "C" not null,
    b_id text collate "C" not null
) with (fillfactor = 80);
create index link_b on link (key_b, seq);

create table intent (
    rk uuid primary key,
    key text collate "C" not null,
    entity text collate "C" not null,
    target_id text collate "C",
    rendered bytea not null,
    version text collate "C" not null,
    script text collate "C" not null,
    print text collate "C" not null,
    through bigint not null,
    at bigint not null
) with (autovacuum_vacuum_scale_factor = 0.01);
alter table intent alter column rendered set storage external;

create table input (
    rk uuid primary key,
    at bigint not null,
    body bytea not null
);
alter table input alter column body set storage external;
create index input_at on input using brin (at);

create table history (
    rk uuid not null,
    at bigint not null,
    seq bigint not null,
    what text collate "C" not null,
    text text collate "C" not null,
    seen bigint, -- Of the newest change that went with it: when it was seen, its number, and by whom.
    seen_seq bigint,
    seen_text text collate "C"
);
create index history_rk on history (rk);
create index history_at on history using brin (at);

create table value (
    name text collate "C" primary key,
    value text collate "C" not null,
    version bigint not null,
    by_whom text collate "C" not null,
    at bigint not null
);
