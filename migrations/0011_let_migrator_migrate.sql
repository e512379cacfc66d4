-- The migrator could alter nothing, for it owned nothing, and what it made was out of the application's reach. From here on
-- all that migrations make belongs to it, whoever runs them: runtime/migration.lua hands it over, beginning with what is
-- there. Who has run them until now becomes a member of it and so can do what they could before; a superuser can anyway.

DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'sijang_migrator', 'MEMBER') THEN
    EXECUTE format('GRANT sijang_migrator TO %I', current_user);
  END IF;
END $$;

-- The same as for those who ran 0001.
ALTER DEFAULT PRIVILEGES FOR ROLE sijang_migrator IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sijang_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sijang_migrator IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO sijang_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sijang_migrator IN SCHEMA public GRANT SELECT ON TABLES TO sijang_reader;
