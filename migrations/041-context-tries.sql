-- A flagged post may say nothing without what it answers: how often that was asked for, and why it is not here.
set role hark_owner;
set search_path = hark;
create table context_try (
  post_id uuid primary key references post,
  tries integer not null,
  next_at timestamptz,        -- null once it is here, or given up
  reason text                 -- a code; null once it is here
);
grant select, insert, update on context_try to hark_ingest;
grant select on context_try to hark_api, hark_clock, hark_auditor;
create index post_stage_flagged on post_stage (created_at) where outcome = 'flagged';
reset role;
