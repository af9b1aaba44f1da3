-- A post the platform gave no answer on is asked after again later, and does not stand before those that can be answered.
set role hark_owner;
set search_path = hark;
alter table post_check add column asked_at timestamptz;
reset role;
