#!/usr/bin/env bash
# What docker compose gives to the servers is what ./run --real gives to its own: users and rights
# are written once, in scripts/. Only the owner of the folder may read the passwords that
# deploy/make-secrets makes; made again, it has the passwords and the shards that it had. And the
# client for a terminal has a folder in which it can write.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
wrong() { printf '%s\n' "$*" >&2; failed=1; }

"$root/deploy/make-secrets" --development "$folder/development"
diff -ru "$root/deploy/development" "$folder/development" ||
    wrong 'deploy/development is out of date: deploy/make-secrets --development deploy/development'

"$root/deploy/make-secrets" "$folder/made"
diff <(cd "$folder/development" && find . -type f | sort) \
    <(cd "$folder/made" && find . -type f ! -name operator ! -name webhook | sort) ||
    wrong 'what is made for use has other files than what is made for development'
[[ $(stat -c %a "$folder/made") == 700 ]] || wrong 'the folder of passwords is open to others'
passwords=$(find "$folder/made" -type f ! -name operator ! -name webhook ! -name '*.*' \
    -exec cat {} +)
repeated=$(sort <<<"$passwords" | uniq -d)
[[ -z $repeated ]] || wrong "a password is used twice: $repeated"
for user in session hotel event payment flight.I0; do
    [[ $(<"$folder/made/$user/mysql") != *"$user"* ]] || wrong "$user has its name as a password"
    grep -q "IDENTIFIED BY '$(<"$folder/made/$user/mysql")'" "$folder/made/mysql/accounts.sql" ||
        wrong "MySQL is not told the password of $user"
    grep -q "\"$(<"$folder/made/$user/rabbitmq")\"" "$folder/made/rabbitmq/definitions.json" ||
        wrong "RabbitMQ is not told the password of $user"
done
grep -q ">$(<"$folder/made/session/redis") " "$folder/made/redis/users.acl" ||
    wrong 'Redis is not told the password of session'

before=$(<"$folder/made/hotel/mysql") changed=$(<"$folder/made/payment/mysql")
rm "$folder/made/payment/mysql"
"$root/deploy/make-secrets" "$folder/made"
[[ $(<"$folder/made/hotel/mysql") == "$before" ]] || wrong 'a second run changed a password'
[[ $(<"$folder/made/payment/mysql") != "$changed" ]] || wrong 'a removed password came back'

# To change a password later is no reason to forget the shards of sessions.
shards=$folder/shards
VIAJA_SHARDS=2 "$root/deploy/make-secrets" "$shards"
rm "$shards/hotel/mysql"
"$root/deploy/make-secrets" "$shards"
for user in session session.1 session.2; do
    grep -q "IDENTIFIED BY '$(<"$shards/$user/mysql")'" "$shards/mysql/accounts.sql" ||
        wrong "a second run without VIAJA_SHARDS removed $user from MySQL"
    grep -q "\"$(<"$shards/$user/rabbitmq")\"" "$shards/rabbitmq/definitions.json" ||
        wrong "a second run without VIAJA_SHARDS removed $user from RabbitMQ"
    grep -q ">$(<"$shards/$user/redis") " "$shards/redis/users.acl" ||
        wrong "a second run without VIAJA_SHARDS removed $user from Redis"
done
VIAJA_SHARDS=3 "$root/deploy/make-secrets" "$shards"
grep -q 'viaja_session_3 ' "$shards/mysql/accounts.sql" || wrong 'no shard can be added'

# The file systems of the containers are read-only.
read -r state service < <(sed -n -E \
    's/.*docker compose exec -e XDG_STATE_HOME=([^ ]+) ([^ ]+) viaja .*/\1 \2/p' \
    "$root/docs/terminal.md") || wrong 'docs/terminal.md does not say how viaja runs in a container'
awk -v service="  $service:" '/^  [^ #]/ { inside = $0 == service } inside' \
    "$root/docker-compose.yml" | grep -qxF "    tmpfs: [$state]" ||
    wrong "docker-compose.yml: $service has no tmpfs $state, in which viaja keeps the trip"

# What the Dockerfile copies is what the build sees.
while read -r path; do
    known=$path
    until grep -qxF "!$known" "$root/.dockerignore"; do
        if [[ $known != */* ]]; then
            wrong ".dockerignore hides $path, which the Dockerfile copies"
            break
        fi
        known=${known%/*}
    done
done < <(sed -n -E '/--from=/d; s/^COPY (.*) [^ ]+$/\1/p' "$root/Dockerfile" | tr ' ' '\n')
exit "$failed"
