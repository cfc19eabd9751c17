-- Makes one service at home in the database: its role, and a schema that only this role may enter.
-- Run as the superuser in the database dianzhang, with SERVICE and SERVICE_PASSWORD in the environment; safe to run again.
\getenv service SERVICE
\getenv password SERVICE_PASSWORD
SELECT format('CREATE ROLE %I', :'service') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'service') \gexec
ALTER ROLE :"service" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'password';
GRANT CONNECT, TEMPORARY ON DATABASE dianzhang TO :"service";
CREATE SCHEMA IF NOT EXISTS :"service" AUTHORIZATION :"service";
ALTER SCHEMA :"service" OWNER TO :"service";
REVOKE ALL ON SCHEMA :"service" FROM PUBLIC;
-- Models name no schema: the role's own comes first and is the only one it can write to.
ALTER ROLE :"service" IN DATABASE dianzhang SET search_path = :"service", extensions;
