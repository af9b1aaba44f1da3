-- When the word that a post is gone reached Hark: a step of its removal says how long after that it was done. Null where no word came (a
-- retention that ran out) and for what was done before this was noted. What the clock carries out later counts from the same word.
set role hark_owner;
set search_path = hark;
alter table post_removal add column seen_at timestamptz;
reset role;
