-- Makes the one database, closed to everybody who is not named. Run as the superuser; safe to run again.
SELECT 'CREATE DATABASE dianzhang' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'dianzhang') \gexec
REVOKE ALL ON DATABASE dianzhang FROM PUBLIC;
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
\connect dianzhang
REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- Extensions live apart, so that each service finds their operators without seeing another's tables.
CREATE SCHEMA IF NOT EXISTS extensions;
GRANT USAGE ON SCHEMA extensions TO PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extensions;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA extensions;
