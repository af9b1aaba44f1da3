-- What a person says became of a reply they took out: posted, and where, or not posted, and why. Nobody else can know it. Who said something
-- wrong says it again: both stand, the later counts.
set role hark_owner;
set search_path = gate;

create table hand_report (
  order_id uuid not null references publish_order,
  n int not null,
  person_id uuid not null references hark.person,
  posted boolean not null,
  address text,
  reason text,
  at timestamptz not null default clock_timestamp(),
  primary key (order_id, n),
  constraint hand_report_says check (
    posted and address is not null and address ~ '^https://[^\s]+$' and reason is null
    or not posted and address is null and reason is not null and btrim(reason) <> '')
);
select hark.make_append_only('gate.hand_report'::regclass);

create function guard_hand_report() returns trigger language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
begin
  perform gate.assert_sees_now();
  if not exists (select from hark.person where id = new.person_id and active and roles && array['pv_reviewer', 'pv_lead', 'comms']) then
    raise exception 'only who works on replies says what became of one' using errcode = 'insufficient_privilege';
  end if;
  perform from gate.publish_order where id = new.order_id and state = 'taken' for update;   -- serialises the numbers, too
  if not found then
    raise exception 'nobody took this reply out' using errcode = 'insufficient_privilege';
  end if;
  new.n := (select coalesce(max(n), 0) + 1 from gate.hand_report where order_id = new.order_id);
  new.at := clock_timestamp();
  return new;
end $$;
create trigger guard before insert on hand_report for each row execute function guard_hand_report();

-- Empty where nobody has taken the reply out.
create function report_hand(of_response uuid, by_person uuid, was_posted boolean, at_address text, why text) returns table (order_id uuid, content_hash bytea)
language plpgsql security definer set search_path = pg_catalog, gate, pg_temp as $$
#variable_conflict use_column
declare o gate.publish_order;
begin
  perform gate.assert_sees_now();
  perform from gate.response where id = of_response for share;
  select po.* into o from gate.publish_order po join gate.response_version rv on rv.id = po.response_version_id
    where rv.response_id = of_response order by rv.version desc limit 1;
  if o.state is distinct from 'taken' then return; end if;
  insert into gate.hand_report (order_id, n, person_id, posted, address, reason) values (o.id, 0, by_person, was_posted, at_address, why);
  return query select o.id, o.content_hash;
end $$;

revoke all on function guard_hand_report(), report_hand(uuid, uuid, boolean, text, text) from public;
grant select on hand_report to hark_api, hark_auditor, hark_clock;
grant execute on function report_hand(uuid, uuid, boolean, text, text) to hark_api;
reset role;
