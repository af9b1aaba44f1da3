-- What a batch of cases made the triggers read: every running clock there is, and each text turned into words before it was told
-- apart from the others. Now only what the batch touched, by its keys. And a band is found by itself alone: it only proposes.
set role hark_owner;
set search_path = hark;

-- The conditions stand in the filter, not in `where`: there they invited the planner to read an index of all running clocks.
create or replace function note_next_due() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, pg_temp as $$
begin
  execute $q$
    update hark.pv_case k set next_due_at = d.due
    from (select distinct case_id from touched) t cross join lateral (
      select coalesce(min(c.due_at) filter (where c.superseded_at is null and c.met_at is null and c.stopped_at is null), '9999-12-31T00:00:00Z') as due
      from hark.case_clock c where c.case_id = t.case_id
    ) d
    where k.id = t.case_id and k.next_due_at <> d.due$q$;
  return null;
end $$;

create or replace function note_index_post() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, pg_temp as $$
begin
  execute $q$
    update hark.pv_case k set index_post_id = p.id, lang = coalesce(f.lang, p.lang, 'und')
    from touched t join hark.post p on p.id = t.post_id
    left join lateral (select lang from hark.finding where post_id = p.id order by at desc limit 1) f on true
    where k.id = t.case_id and t.role = 'index' and (k.index_post_id, k.lang) is distinct from (p.id, coalesce(f.lang, p.lang, 'und'))$q$;
  execute $q$
    insert into hark.case_text (post_id, words)
    select p.id, to_tsvector('simple', left(p.text, 20000))
    from (select distinct post_id from touched) t join hark.post p on p.id = t.post_id where p.text is not null
    on conflict do nothing$q$;
  return null;
end $$;

-- Written once with its post's cluster_post row, whose key lets nobody write it again.
alter table near_copy_band drop constraint near_copy_band_pkey;
create index near_copy_band_band on near_copy_band (band);
reset role;
