-- Kept answers to repeated requests are forgotten after a month (db/patient-access/forget.ts), oldest first.
create index idempotency_created_at on idempotency (created_at);
