-- When the vendor became aware is told by a person, once; its date is taken in the vendor's own zone (field-guide §3.5).
set role hark_owner;
set search_path = hark;

alter table pv_case
  add column vendor_zone text,
  add constraint vendor_awareness_whole check ((vendor_aware_at is null) = (vendor_zone is null));

create function guard_vendor_awareness() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if old.vendor_aware_at is not null and (new.vendor_aware_at, new.vendor_zone) is distinct from (old.vendor_aware_at, old.vendor_zone) then
    raise exception 'awareness timestamps are set once' using errcode = 'insufficient_privilege';
  end if;
  if new.vendor_aware_at > clock_timestamp() then
    raise exception 'nobody is aware in the future' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger vendor_awareness before update of vendor_aware_at, vendor_zone on pv_case for each row execute function guard_vendor_awareness();
reset role;
