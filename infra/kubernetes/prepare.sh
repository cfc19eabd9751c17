#!/usr/bin/env bash
# Makes the secrets that kustomization.yaml reads, and copies the files that containers and laptop share into its reach
# (kustomize reads nothing outside its folder). Secrets are never overwritten: the data key opens what was sealed with it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
infra=$here/..
umask 077

mkdir -p "$here/files"
cp "$infra"/gateway/Caddyfile "$infra"/nats/nats.conf "$infra"/postgres/{postgresql.conf,database.sql,service.sql,docker-init.sh} "$here/files/"

folder=$here/secrets
if [ -e "$folder/dianzhang.env" ]; then
  echo "Kept the secrets in $folder; refreshed the shared files."
  exit 0
fi
word() { openssl rand -hex 24; }
mkdir -p "$folder"
openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$folder/signing-key.pem"
nats=n$(word)
{
  echo "POSTGRES_PASSWORD=$(word)"
  echo "DIANZHANG_NATS_PASSWORD=$nats"
  echo "DIANZHANG_NATS_URL=nats://dianzhang:$nats@nats:4222"
  echo "DIANZHANG_DATA_KEY=$(openssl rand -base64 32)"
  echo "DIANZHANG_BOOTSTRAP_PASSWORD=$(openssl rand -base64 12)"
  for service in people catalog warehouse orders channels; do
    password=$(word)
    echo "DATABASE_PASSWORD_${service^^}=$password"
    echo "DATABASE_URL_${service^^}=postgresql+asyncpg://$service:$password@postgres:5432/dianzhang"
  done
} > "$folder/dianzhang.env"
echo "Secrets are in $folder. Next: kubectl apply -k $here"
