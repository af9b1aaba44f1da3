-- A post reduced for a forwarded case keeps its words: neither what described its pictures nor whose it was, not even as a pseudonym.
-- That somebody was known stays, for a later report says "masked" and not "not asked".
set role hark_owner;
set search_path = hark;
alter table post add column author_withheld boolean not null default false;
grant update (author_withheld) on post to hark_clock, hark_ingest;

create or replace function guard_post() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'posts are erased, not deleted' using errcode = 'insufficient_privilege';
  end if;
  if (new.id, new.programme_id, new.source_id, new.platform, new.external_id, new.version_sha256, new.revision, new.practice,
      new.posted_at, new.received_at, new.stored_at, new.counted_hour, new.entry_id)
     is distinct from
     (old.id, old.programme_id, old.source_id, old.platform, old.external_id, old.version_sha256, old.revision, old.practice,
      old.posted_at, old.received_at, old.stored_at, old.counted_hour, old.entry_id)
     or (new.erased_at is null and new.text is distinct from old.text)
     or (new.raw is not null and new.raw is distinct from old.raw)
     or (new.author_sealed is not null and new.author_sealed is distinct from old.author_sealed)
     or (new.author_ref is not null and new.author_ref is distinct from old.author_ref)
     or (new.author_withheld is distinct from old.author_withheld and not (old.author_ref is not null and new.author_ref is null))
     or (new.erased_at is null and new.reduced_at is null and (new.raw, new.author_sealed, new.author_ref, new.media, new.url)
         is distinct from (old.raw, old.author_sealed, old.author_ref, old.media, old.url)) then
    raise exception 'a post is immutable' using errcode = 'insufficient_privilege';
  end if;
  if (old.erased_at is not null and new.erased_at is null) or (old.reduced_at is not null and new.reduced_at is null) then
    raise exception 'what is gone is not taken back' using errcode = 'insufficient_privilege';
  end if;
  if new.erased_at is not null and (new.text is not null or new.raw is not null or new.author_sealed is not null or new.author_ref is not null
     or new.media <> '[]') then
    raise exception 'an erased post keeps no content' using errcode = 'insufficient_privilege';
  end if;
  if new.reduced_at is not null and (new.raw is not null or new.author_sealed is not null or new.author_ref is not null or new.url is not null
     or new.media <> '[]') then
    raise exception 'a reduced post keeps its words alone' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

update post set author_withheld = author_ref is not null, author_ref = null, media = '[]' where reduced_at is not null;
reset role;
