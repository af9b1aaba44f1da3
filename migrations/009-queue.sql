-- What the queue sorts and filters by, kept beside the case: a page out of 100,000 waiting cases is one short walk along an index.
set role hark_owner;
set search_path = hark;

alter table pv_case
  add column lane_rank smallint not null
    generated always as (case lane when 'crisis' then 1 when 'priority' then 2 when 'standard' then 3 else 4 end) stored,
  add column next_due_at timestamptz not null default '9999-12-31T00:00:00Z',   -- the running clock that ends first; so far off: none runs
  add column index_post_id uuid references post,
  add column lang text not null default 'und';

drop index pv_case_queue;
create index pv_case_queue on pv_case (state, lane_rank, next_due_at, opened_at, id) include (programme_id, product_group, lang);
create index pv_case_leased on pv_case (lease_by) where lease_by is not null;
create index pv_case_index_post on pv_case (index_post_id);
create index case_clock_history on case_clock (case_id, kind);   -- the guard asks every new clock for the ones before it
create index decision_case on decision (case_id);
create index handoff_case on handoff (case_id);
create index handoff_list on handoff (created_at desc, id desc);
create index signature_item_decision on signature_item (decision_id);
create index post_root on post (platform, root_id) where root_id is not null;
create index post_parent on post (platform, parent_id) where parent_id is not null;

-- Words of the posts of cases, for the search of the queue alone; erased with the post.
create table case_text (
  post_id uuid primary key references post,
  words tsvector not null
);
create index case_text_words on case_text using gin (words);

-- Whoever sets, meets or stops a clock holds the case's lock (or made the case), so what is counted here is what holds.
create function note_next_due() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, pg_temp as $$
begin
  update hark.pv_case k set next_due_at = d.due
  from (
    select t.case_id, coalesce(min(c.due_at), '9999-12-31T00:00:00Z') as due
    from (select distinct case_id from touched) t
    left join hark.case_clock c on c.case_id = t.case_id and c.superseded_at is null and c.met_at is null and c.stopped_at is null
    group by t.case_id
  ) d
  where k.id = d.case_id and k.next_due_at <> d.due;
  return null;
end $$;
create trigger next_due_set after insert on case_clock referencing new table as touched for each statement execute function note_next_due();
create trigger next_due_moved after update on case_clock referencing new table as touched for each statement execute function note_next_due();

create function note_index_post() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, pg_temp as $$
begin
  update hark.pv_case k set index_post_id = p.id, lang = coalesce(f.lang, p.lang, 'und')
  from touched t join hark.post p on p.id = t.post_id
  left join lateral (select lang from hark.finding where post_id = p.id order by at desc limit 1) f on true
  where k.id = t.case_id and t.role = 'index';
  insert into hark.case_text (post_id, words)
    select distinct p.id, to_tsvector('simple', left(p.text, 20000)) from touched t join hark.post p on p.id = t.post_id where p.text is not null
    on conflict do nothing;
  return null;
end $$;
create trigger index_post_set after insert on case_post referencing new table as touched for each statement execute function note_index_post();

create function forget_words() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, pg_temp as $$
begin
  delete from hark.case_text where post_id = new.id;
  return null;
end $$;
create trigger forget_words after update on post for each row when (old.erased_at is null and new.erased_at is not null)
  execute function forget_words();

grant select on case_text to hark_api;
reset role;
