-- Equal words to one address, at a vendor whose list shows no mark of ours, cannot be told apart while both are in doubt (ADR 0061): a keyed hash
-- of what that list shows. null: this vendor knows our own id.
alter table attempt add alike_hmac text;

-- One of them on its way at a time, over all hospitals: the vendor's list knows no hospitals.
create unique index attempt_alike_in_doubt on attempt (provider, alike_hmac) where alike_hmac is not null and verdict is null and state in ('sending', 'ambiguous');

-- Doubts that were given up: what the vendor may have of them belongs to nobody.
create index attempt_alike_given_up on attempt (provider, alike_hmac, claimed_at) where alike_hmac is not null and verdict is not null and state = 'ambiguous';
