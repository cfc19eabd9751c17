#!/usr/bin/env bash
# Makes the secrets of a house in containers: .env for docker-compose.yml, and infra/docker/secrets/signing-key.pem.
# Never overwrites: the data key opens what was sealed with it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

services=(people catalog warehouse orders channels)
folder=infra/docker/secrets
if [ -e .env ] || [ -e "$folder/signing-key.pem" ]; then
  echo "There are secrets already (.env, $folder); remove them yourself if their data is gone too." >&2
  echo "密钥已存在（.env、$folder）；如确认其数据已不需要，请自行删除后再执行。" >&2
  exit 1
fi

word() { openssl rand -hex 24; }
umask 077
mkdir -p "$folder"
# Containers run as another user: the file is open, its folder is not.
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$folder/signing-key.pem"
chmod 644 "$folder/signing-key.pem"
{
  echo "# Made by infra/docker/make_secrets.sh. Keep it: without DATA_KEY the personal data cannot be read."
  echo "POSTGRES_PASSWORD=$(word)"
  echo "NATS_PASSWORD=n$(word)"
  echo "DATA_KEY=$(openssl rand -base64 32)"
  echo "BOOTSTRAP_PASSWORD=$(openssl rand -base64 12)"
  echo "GRAFANA_PASSWORD=$(word)"
  for service in "${services[@]}"; do echo "DATABASE_PASSWORD_${service^^}=$(word)"; done
  echo "DIANZHANG_PUBLIC_URL=http://127.0.0.1:8080"
} > .env
echo "Secrets are in .env and $folder. Next: docker compose up --build"
