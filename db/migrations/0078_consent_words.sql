-- STOP and START that were taken, once each: a vendor repeats what was not answered, and a signed text can be posted again years later (ADR 0088). No text and no number; whose it was is the contact.
create table consent_word (
  patient_id uuid not null references patient,
  command_id text not null,             -- provider and its key of the message
  hospital_id uuid not null references hospital,
  contact_id uuid not null references contact,
  at timestamptz(3) not null,           -- said, by the vendor's clock; never after it was taken
  consent boolean not null,             -- false: a relative's START with nothing to bring back, read like any other word
  primary key (patient_id, command_id)
);
create index consent_word_of_contact on consent_word (contact_id);
