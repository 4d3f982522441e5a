#!/usr/bin/env bash
# The configuration of Prometheus and its alert rules are valid, each alert fires on what it is for
# and on nothing else (alerts_test.yml), and each has a runbook entry in docs/operations.md.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
cd "$root"
failed=0
wrong() { printf '%s\n' "$*" >&2; failed=1; }

promtool check config deploy/observe/prometheus.yml || wrong 'prometheus.yml is not valid'
promtool test rules tests/observe/alerts_test.yml ||
    wrong 'an alert does not do what its test says'

alerts=$(sed -n 's/^ *- alert: //p' deploy/observe/alerts.yml | sort)
[[ -n $alerts ]] || wrong 'deploy/observe/alerts.yml has no alert'
entries=$(sed -n 's/^#### \(Viaja[A-Za-z]*\)$/\1/p' docs/operations.md | sort)
diff <(printf '%s\n' "$alerts") <(printf '%s\n' "$entries") ||
    wrong 'docs/operations.md has other entries than there are alerts (above: < alert, > entry)'
for alert in $alerts; do
    grep -qF "runbook: docs/operations.md#${alert,,}" deploy/observe/alerts.yml ||
        wrong "$alert does not name its runbook entry"
    # Once in the healthy system, where none fires, and twice in its own: not yet, and then.
    [[ $(grep -c "alertname: $alert\$" tests/observe/alerts_test.yml) -ge 3 ]] ||
        wrong "tests/observe/alerts_test.yml has no test of $alert"
done

# A service that is not asked is not watched.
ours='(session|hotel|event|payment)-service|flight-[a-z0-9]+|audit'
services=$(sed -n -E "s/^  ($ours):\$/\1/p" docker-compose.yml | sort)
diff <(printf '%s\n' "$services") \
    <(sed -n -E 's/^          - ([a-z0-9-]+)$/\1/p' deploy/observe/prometheus.yml | sort) ||
    wrong 'prometheus.yml asks other services than docker-compose.yml has'
count=$(wc -l <<<"$services")
grep -qF "(up{job=\"viaja\"})) or vector(0)) < $count" deploy/observe/alerts.yml ||
    wrong "ViajaServiceMissing does not expect $count services"

if docker compose version >/dev/null 2>&1; then
    docker compose config -q || wrong 'docker-compose.yml is not valid'
    profile=$(docker compose --profile observe config --services | sort | tr '\n' ' ')
    for service in audit prometheus grafana; do
        [[ " $profile" == *" $service "* ]] || wrong "the profile observe has no $service"
        ! docker compose config --services | grep -qx "$service" ||
            wrong "$service starts without the profile"
    done
fi
exit "$failed"
