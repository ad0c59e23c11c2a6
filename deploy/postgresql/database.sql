-- Once, as a superuser, in the database that collab_owner owns. The tests run this file too.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO collab_owner;
GRANT USAGE ON SCHEMA public TO collab_app;
-- what the owner's migrations will make, the app may use
ALTER DEFAULT PRIVILEGES FOR ROLE collab_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO collab_app;
ALTER DEFAULT PRIVILEGES FOR ROLE collab_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO collab_app;
