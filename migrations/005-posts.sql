set role hark_owner;
set search_path = hark;

create table post (
  id uuid primary key,
  programme_id uuid not null references programme,
  source_id uuid not null references source,
  platform text not null,
  external_id text not null,
  version_sha256 bytea not null,                 -- over revision, text and media: same id, other body is a new version
  revision text not null default '',
  practice boolean not null,
  author_ref bytea,                              -- keyed hash of the platform's author id; never the id itself
  author_sealed bytea,                           -- handle, sealed; opened only by a reveal with a reason
  text text,                                     -- null once erased
  lang text,
  url text,
  media jsonb not null default '[]',
  raw text,
  posted_at timestamptz,
  received_at timestamptz not null,
  stored_at timestamptz not null default clock_timestamp(),
  counted_hour timestamptz not null,             -- the source_count row this post was counted in
  parent_id text,
  root_id text,
  quoted_id text,
  removed_at timestamptz,
  removal_reason text,
  erased_at timestamptz,
  entry_id uuid not null references ledger_entry deferrable initially deferred,   -- its batch: proves this post was stored then, so
  unique (programme_id, platform, external_id, version_sha256)
);
create index post_external on post (platform, external_id);
create index post_author on post (author_ref) where author_ref is not null;
create index post_counted on post (source_id, counted_hour);
create index post_entry on post (entry_id);
create index post_listening on post (programme_id, posted_at);

-- A post is immutable; only its removal or erasure may be recorded, and never undone.
create function guard_post() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'posts are erased, not deleted' using errcode = 'insufficient_privilege';
  end if;
  if (new.id, new.programme_id, new.source_id, new.platform, new.external_id, new.version_sha256, new.revision, new.practice,
      new.posted_at, new.received_at, new.stored_at, new.counted_hour, new.entry_id)
     is distinct from
     (old.id, old.programme_id, old.source_id, old.platform, old.external_id, old.version_sha256, old.revision, old.practice,
      old.posted_at, old.received_at, old.stored_at, old.counted_hour, old.entry_id) then
    raise exception 'a post is immutable' using errcode = 'insufficient_privilege';
  end if;
  if new.erased_at is null and (new.text, new.raw, new.author_sealed) is distinct from (old.text, old.raw, old.author_sealed) then
    raise exception 'a post is immutable' using errcode = 'insufficient_privilege';
  end if;
  if new.erased_at is not null and (new.text is not null or new.raw is not null or new.author_sealed is not null or new.author_ref is not null) then
    raise exception 'an erased post keeps no content' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger guard before update or delete on post for each row execute function guard_post();
create trigger guard_truncate before truncate on post for each statement execute function refuse_change();

-- The outbox and the stage in one: a row not dispatched is work to hand to the queue; the queue only carries ids.
create table post_stage (
  post_id uuid not null references post,
  stage text not null check (stage in ('classify')),
  gen int not null default 0,
  state text not null default 'pending' check (state in ('pending', 'running', 'done', 'quarantined')),
  outcome text check (outcome in ('negative', 'flagged')),
  lease_token uuid,
  lease_until timestamptz,
  attempts int not null default 0,
  dispatched_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  last_error text,
  primary key (post_id, stage),
  check ((state = 'done') = (outcome is not null)),
  check ((state = 'running') = (lease_token is not null))
) with (fillfactor = 70);
create index post_stage_undispatched on post_stage (created_at) where dispatched_at is null and state = 'pending';
create index post_stage_unfinished on post_stage (created_at) where state in ('pending', 'running');
create index post_stage_quarantined on post_stage (post_id) where state = 'quarantined';

-- What the queue's memory was when the relay last looked; another value means the queue lost everything.
create table queue_epoch (
  only_row boolean primary key default true check (only_row),
  epoch text not null
);

create table finding (
  id uuid primary key,
  post_id uuid not null references post,
  product_id uuid not null references product,
  model text not null,
  score real not null,
  threshold real not null,
  flagged boolean not null,
  detail jsonb not null,                         -- evidence, criteria, patients, reasons
  seriousness text[] not null default '{}',
  special text[] not null default '{}',
  priority text[] not null default '{}',
  sentiment text not null check (sentiment in ('negative', 'neutral', 'positive')),
  sentiment_score real not null,
  lang text not null,
  at timestamptz not null default clock_timestamp(),
  entry_id uuid not null references ledger_entry deferrable initially deferred,
  unique (post_id, product_id, model)
);
create index finding_product on finding (product_id, at);

create table cluster (
  id uuid primary key,
  programme_id uuid not null references programme,
  exemplar_post_id uuid not null references post,
  created_at timestamptz not null default clock_timestamp()
);
create table cluster_post (
  post_id uuid primary key references post,
  cluster_id uuid not null references cluster,
  similarity real not null
);
create index cluster_post_cluster on cluster_post (cluster_id);
create table near_copy_band (
  programme_id uuid not null,
  band text not null,
  post_id uuid not null references post,
  primary key (programme_id, band, post_id)
);

grant select, insert on post to hark_ingest;
grant update (removed_at, removal_reason, erased_at, text, raw, author_sealed, author_ref, url, media) on post to hark_ingest, hark_clock;
grant select on post to hark_classifier, hark_api, hark_clock, hark_auditor;
grant select (id, programme_id, platform, external_id, url, removed_at, erased_at, version_sha256) on post to hark_publisher;
grant insert (post_id, stage) on post_stage to hark_ingest;
grant select on post_stage to hark_ingest, hark_classifier, hark_api, hark_clock, hark_auditor;
grant update on post_stage to hark_classifier, hark_clock;
grant update (gen, state, attempts, dispatched_at, lease_token, lease_until) on post_stage to hark_api;
grant select, insert, update on queue_epoch to hark_clock;
grant select, insert on finding, cluster, cluster_post, near_copy_band to hark_classifier;
grant select on finding, cluster, cluster_post to hark_api, hark_clock, hark_auditor, hark_ingest;
grant delete on finding, near_copy_band to hark_clock, hark_ingest;
reset role;
