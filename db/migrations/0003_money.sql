-- Money and entitlements (ADR 0032). Amounts are whole fen of CNY. `at` of an entitlement is episode time; `*_at` of orders, payments and
-- refunds is wall time. Occurrence ids are text without a foreign key: that table is a read model that can be dropped and made again.

-- A package starts only when its order is paid.
alter table hospital add column requires_payment boolean not null default false;
-- What a hospital changes of the conventions in pathways/entitlements/conventions.ts.
create table money_setting (
  hospital_id uuid primary key references hospital,
  late_cancellation_hours int not null check (late_cancellation_hours between 0 and 168),
  late_cancellation_percent int not null check (late_cancellation_percent between 0 and 100),
  expiry_warning_days int not null check (expiry_warning_days between 0 and 365),
  updated_by uuid references account,
  updated_at timestamptz(3) not null default now()
);
create table package_price (
  hospital_id uuid not null references hospital,
  package_id text not null,
  amount_fen bigint not null check (amount_fen >= 0),
  currency text not null default 'CNY' check (currency = 'CNY'),
  charge_code text,
  funding text not null check (funding in ('self-pay', 'insured')),
  -- Units are good so many days from the launch.
  validity_days int not null check (validity_days between 1 and 1830),
  -- [{service, unitFen, chargeCode, funding}]: what an extra unit costs, and the weights by which a package's price falls on its services.
  services jsonb not null default '[]',
  -- Invented for a training hospital; nobody's price.
  example boolean not null default false,
  updated_by uuid references account,
  updated_at timestamptz(3) not null default now(),
  primary key (hospital_id, package_id)
);

-- Orders ----------------------------------------------------------------------------------------------------------------
create table care_order (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  order_no text not null,
  kind text not null check (kind in ('package', 'extra-units')),
  patient_id uuid not null references patient,
  discharge_id uuid not null references discharge,
  -- Launched from this order, or the episode that gets extra units.
  episode_id uuid references episode,
  package_id text not null,
  package_version int,
  amount_fen bigint not null check (amount_fen >= 0),
  currency text not null default 'CNY' check (currency = 'CNY'),
  state text not null check (state in ('draft', 'pending-payment', 'paid', 'part-refunded', 'refunded', 'cancelled')),
  paid_fen bigint not null default 0 check (paid_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen >= 0 and refunded_fen <= paid_fen),
  created_by uuid references account,
  created_at timestamptz(3) not null default now(),
  paid_at timestamptz(3),
  cancelled_at timestamptz(3),
  cancel_reason text,
  unique (hospital_id, order_no),
  check (kind = 'package' or episode_id is not null),
  check (state <> 'cancelled' or cancel_reason is not null)
);
create index care_order_by_patient on care_order (hospital_id, patient_id, created_at desc);
create index care_order_by_episode on care_order (episode_id) where episode_id is not null;
create table care_order_line (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  order_id uuid not null references care_order,
  position int not null,
  -- null: the course itself, of a package that sells no units.
  service text,
  units int not null check (units > 0),
  amount_fen bigint not null check (amount_fen >= 0),
  charge_code text,
  funding text not null check (funding in ('self-pay', 'insured')),
  unique (order_id, position)
);
create trigger care_order_line_is_immutable before update or delete on care_order_line for each row execute function refuse_change();

create table payment (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  order_id uuid not null references care_order,
  channel text not null check (channel in ('offline', 'wechat-pay')),
  -- starting: being asked for. open: the payer has a code. ambiguous: nobody knows, to be queried. mismatch: paid, but another amount.
  state text not null check (state in ('starting', 'open', 'ambiguous', 'paid', 'failed', 'closed', 'mismatch')),
  amount_fen bigint not null check (amount_fen > 0),
  received_fen bigint,
  -- offline
  method text check (method in ('cash', 'pos', 'transfer', 'other')),
  receipt_no text,
  -- Our number at the provider; one for each try.
  out_trade_no text not null unique,
  transaction_id text,
  -- What the payer's phone needs: {codeUrl} or {jsapi}.
  how jsonb,
  detail text,
  taken_by uuid references account,
  expires_at timestamptz(3),
  check_at timestamptz(3),
  paid_at timestamptz(3),
  -- The day whose takings it belongs to, in the hospital's zone.
  business_day date,
  created_at timestamptz(3) not null default now(),
  check (state not in ('paid', 'mismatch') or (business_day is not null and paid_at is not null and received_fen is not null)),
  check (channel <> 'offline' or (method is not null and receipt_no is not null and taken_by is not null))
);
create index payment_by_order on payment (order_id);
create index payment_due on payment (check_at) where state in ('starting', 'open', 'ambiguous');
create index payment_by_day on payment (hospital_id, business_day) where business_day is not null;
create unique index payment_once_on_its_way on payment (order_id) where state in ('starting', 'open', 'ambiguous');
create unique index payment_by_transaction on payment (channel, transaction_id) where transaction_id is not null;
create unique index payment_by_receipt on payment (hospital_id, method, receipt_no) where channel = 'offline';

create table refund (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  order_id uuid not null references care_order,
  payment_id uuid not null references payment,
  channel text not null check (channel in ('offline', 'wechat-pay')),
  state text not null check (state in ('requested', 'processing', 'ambiguous', 'succeeded', 'failed')),
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null check (reason in ('patient-request', 'died', 'withdrawn', 'unsafe-home', 'service-failure')),
  note text,
  -- [{lineId, service, stage, units, occurrence, fee, amount}] in fen: what was given back and why so much.
  parts jsonb not null,
  attempt int not null default 1,
  out_refund_no text not null unique,
  provider_refund_id text,
  receipt_no text,
  detail text,
  requested_by uuid not null references account,
  check_at timestamptz(3),
  succeeded_at timestamptz(3),
  business_day date,
  created_at timestamptz(3) not null default now(),
  check (state <> 'succeeded' or (business_day is not null and succeeded_at is not null))
);
create index refund_by_order on refund (order_id);
create index refund_due on refund (check_at) where state in ('requested', 'processing', 'ambiguous');
create index refund_by_day on refund (hospital_id, business_day) where business_day is not null;

-- Closed once; what comes later lands on the next open day.
create table day_close (
  hospital_id uuid not null references hospital,
  day date not null,
  channels jsonb not null,
  total_fen bigint not null,
  closed_by uuid references account,
  closed_at timestamptz(3) not null default now(),
  primary key (hospital_id, day)
);
create trigger day_close_is_immutable before update or delete on day_close for each row execute function refuse_change();

-- The entitlement ledger ------------------------------------------------------------------------------------------------
create table entitlement_entry (
  id uuid primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  service text not null,
  kind text not null check (kind in ('purchase', 'reserve', 'release', 'use', 'refund', 'expire')),
  units int not null check (units > 0),
  at timestamptz(3) not null,
  occurrence text,
  order_line_id uuid references care_order_line,
  refund_id uuid references refund,
  -- journal/<seq>/<idx>, launch, order/<line>, redemption/<occurrence>, refund/<refund>/<n>, extra/<order>/<occurrence>, expiry/<instant>: once each.
  cause text not null,
  recorded_at timestamptz(3) not null default clock_timestamp(),
  unique (episode_id, service, cause, kind),
  check (kind not in ('reserve', 'release', 'use') or (occurrence is not null and units = 1))
);
create index entitlement_entry_by_occurrence on entitlement_entry (occurrence) where occurrence is not null;
create trigger entitlement_entry_is_append_only before update or delete on entitlement_entry for each row execute function refuse_change();
create table entitlement_balance (
  episode_id uuid not null references episode,
  service text not null,
  hospital_id uuid not null references hospital,
  patient_id uuid not null references patient,
  purchased int not null check (purchased >= 0),
  remaining int not null check (remaining >= 0),
  reserved int not null check (reserved >= 0),
  used int not null check (used >= 0),
  refunded int not null check (refunded >= 0),
  expired int not null check (expired >= 0),
  -- Episode time.
  expires_at timestamptz(3) not null,
  -- The expiry that a person was told of.
  warned_of timestamptz(3),
  primary key (episode_id, service),
  check (purchased = used + reserved + refunded + expired + remaining)
);
create index entitlement_expiring on entitlement_balance (expires_at) where remaining > 0;
-- A visit without a unit: care goes on, a person sees to it.
create table entitlement_shortage (
  occurrence text primary key,
  hospital_id uuid not null references hospital,
  episode_id uuid not null references episode,
  patient_id uuid not null references patient,
  service text not null,
  kind text not null check (kind in ('booked', 'completed')),
  since timestamptz(3) not null default now(),
  settled_at timestamptz(3)
);
create index entitlement_shortage_open on entitlement_shortage (hospital_id, since) where settled_at is null;
