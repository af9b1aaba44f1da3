-- A page of replies is the newest of all, or those of one case: neither reads the others.
set role hark_owner;
create index response_newest on gate.response (created_at desc, id);
create index response_case on gate.response (case_id);
reset role;
