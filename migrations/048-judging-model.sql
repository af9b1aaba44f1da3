-- Which model judged posts from when on: a row each time another one was put to use, with the entry that says so.
set role hark_owner;
set search_path = hark;

create table judging_model (
  seq bigint generated always as identity primary key,
  model text not null,
  entry_id uuid not null unique references ledger_entry deferrable initially deferred
);

grant select, insert on judging_model to hark_classifier;
grant select on judging_model to hark_api, hark_auditor;
reset role;
