-- Up Migration
-- How long a statement may take is a matter of who sends it: the functions' role has its own deadline
-- (`application-user.ts`), while migrations, the catalogue and operators may take longer. For how long anybody may wait
-- for a lock, or keep a transaction open, stays a setting of the database: everybody behind them waits too.

-- old code: its role gets the same deadline right after the migrations, and until then its own end keeps it.
DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I RESET statement_timeout', current_database());
END
$$;
