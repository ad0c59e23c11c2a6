-- Once per PostgreSQL server, as a superuser. The tests run this file too.
-- The owner migrates; the app only reads and writes rows. Neither goes around row-level security.
CREATE ROLE collab_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
CREATE ROLE collab_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
