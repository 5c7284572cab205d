-- The day's SMS of a hospital, counted in every claim against its cap (db/ledger/spend-cap.ts).
create index attempt_sms_by_day on attempt (hospital_id, claimed_at) where channel = 'sms' and provider <> 'inbox';
