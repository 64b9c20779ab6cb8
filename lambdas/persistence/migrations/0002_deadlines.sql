-- Up Migration
-- The server's half of the deadlines (the functions' half is postgres/bounds.ts). They are settings of the database,
-- since a pooler in between accepts neither SET nor start-up options from the functions. New sessions take them over.

-- old code: its deadlines at its own end were a little above these before, and sessions that are open keep theirs.
DO $$
BEGIN
  -- Below the functions' own deadline: whoever gives up first should be the one that can roll back and say so.
  EXECUTE format('ALTER DATABASE %I SET statement_timeout = ''2s''', current_database());
  EXECUTE format('ALTER DATABASE %I SET lock_timeout = ''1500ms''', current_database());
  -- The functions use single statements; this is for a person or a tool that forgot an open transaction.
  EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = ''10s''', current_database());
END
$$;
