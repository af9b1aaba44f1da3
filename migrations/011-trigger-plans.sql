-- What these triggers ask is planned anew each time, for the tables as they are: a plan made when they were empty, and kept by
-- the session, read every clock and every post there is for each batch, until somebody analysed them.
set role hark_owner;
set search_path = hark;

create or replace function note_next_due() returns trigger language plpgsql security definer set search_path = pg_catalog, hark, pg_temp as $$
begin
  execute $q$
    update hark.pv_case k set next_due_at = d.due
    from (
      select t.case_id, coalesce(min(c.due_at), '9999-12-31T00:00:00Z') as due
      from (select distinct case_id from touched) t
      left join hark.case_clock c on c.case_id = t.case_id and c.superseded_at is null and c.met_at is null and c.stopped_at is null
      group by t.case_id
    ) d
    where k.id = d.case_id and k.next_due_at <> d.due$q$;
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
    select distinct p.id, to_tsvector('simple', left(p.text, 20000)) from touched t join hark.post p on p.id = t.post_id where p.text is not null
    on conflict do nothing$q$;
  return null;
end $$;
reset role;
