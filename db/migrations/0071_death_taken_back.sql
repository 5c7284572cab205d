-- A death that was recorded by mistake can be taken back by a person (ADR 0081). From then on no file records one: null: nobody has.
alter table patient add column death_taken_back_at timestamptz(3);
