-- What a batch of flagged posts cost: each case written three times, the same post looked up once for each of its sixteen bands.
-- None of it guarded anything that is not guarded elsewhere.
set role hark_owner;
set search_path = hark;

-- A band is a 64-bit number. It only proposes candidates, is written with its post's cluster_post row, and posts are never deleted.
alter table near_copy_band drop constraint near_copy_band_post_id_fkey;
alter table near_copy_band alter column band type bigint using band::bigint;

-- The classifier writes a case as it is to stand; the triggers still hold for whoever does not.
create or replace function note_index_post() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, pg_temp as $$
begin
  update hark.pv_case k set index_post_id = p.id, lang = coalesce(f.lang, p.lang, 'und')
  from touched t join hark.post p on p.id = t.post_id
  left join lateral (select lang from hark.finding where post_id = p.id order by at desc limit 1) f on true
  where k.id = t.case_id and t.role = 'index' and (k.index_post_id, k.lang) is distinct from (p.id, coalesce(f.lang, p.lang, 'und'));
  insert into hark.case_text (post_id, words)
    select distinct p.id, to_tsvector('simple', left(p.text, 20000)) from touched t join hark.post p on p.id = t.post_id where p.text is not null
    on conflict do nothing;
  return null;
end $$;
reset role;
