#!/bin/sh
# Stands in front of Debian's program of the same name while ./run installs packages
# (scripts/install.sh): the services named in SERVICES_NOT_STARTED are left alone, and everything
# else goes on to Debian's own. Also deb-systemd-invoke.
for word in "$@"; do
    case " $SERVICES_NOT_STARTED " in
        *" ${word%.*} "*) exit 0 ;;
    esac
done
name=${0##*/}
for program in "/usr/sbin/$name" "/usr/bin/$name"; do
    [ ! -x "$program" ] || exec "$program" "$@"
done
exit 0
