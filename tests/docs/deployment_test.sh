#!/usr/bin/env bash
# What docker compose gives to the servers is what ./run --real gives to its own: users and rights
# are written once, in scripts/.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# shellcheck disable=SC2034  # mysql.sh reads it
carriers=I0,8G,J0,P1,9B,A0
source "$root/scripts/mysql.sh"

failed=0
compare() {
    diff -u "$root/deploy/$1" - || { printf 'deploy/%s differs; see above\n' "$1" >&2; failed=1; }
}

jq -n --arg carriers "$carriers" -f "$root/scripts/definitions.jq" |
    compare rabbitmq/definitions.json
mysql_accounts | compare mysql/accounts.sql
grep '^user ' "$root/scripts/redis.sh" | compare redis/users.acl
exit "$failed"
