-- Since when an account has a password that somebody else has seen: generated and printed for its owner, who has to choose another one. Null: the owner chose it, or there is none.
alter table account add column password_given_at timestamp(3) with time zone;
