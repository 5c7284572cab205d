-- Whoever has this number or openid wants nothing sent there: STOP of a relative, the vendor's own list, unfollowed. It is still theirs: it may be called, and what comes from it is taken as said by
-- them (ADR 0076). `quarantined_at` stays for what reached somebody else.
alter table contact add column unsubscribed_at timestamp(3) with time zone;

-- What a vendor had called unsubscribed was quarantined until now; the attempt that met it was settled in the same transaction.
update contact c set unsubscribed_at = c.quarantined_at, quarantined_at = null
  from attempt a where c.quarantined_at is not null and a.contact_id = c.id::text and a.state = 'rejected' and a.detail = 'opted-out'
    and a.settled_at between c.quarantined_at - interval '1 minute' and c.quarantined_at + interval '1 minute';
