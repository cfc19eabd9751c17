#!/usr/bin/env bash
# Run once by the postgres image in an empty cluster: the same roles and schemas as on a laptop.
set -euo pipefail
run() { psql -v ON_ERROR_STOP=1 -X -q --username "$POSTGRES_USER" "$@"; }

run --dbname postgres --file /dianzhang/database.sql
for service in people catalog warehouse orders channels; do
  password="DATABASE_PASSWORD_${service^^}"
  SERVICE="$service" SERVICE_PASSWORD="${!password}" run --dbname dianzhang --file /dianzhang/service.sql
done
