#!/bin/sh
# Makes sure that the system packages are there: `system-packages.sh run` for the app, `test` for its tests too.
# As root on Debian it installs what is missing; otherwise it prints the exact line and goes on.
set -eu

for_run="python3-venv gcc libc6-dev musl-tools libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0
libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libx11-xcb1"
for_test="xvfb xauth tmux dbus procps"

wanted=$for_run
[ "${1:-run}" = test ] && wanted="$for_run $for_test"

command -v dpkg-query >/dev/null 2>&1 || {
    echo "signalcabin: not a Debian system; if something is missing, these are Debian's names for what is needed:" $wanted >&2
    exit 0
}

missing=
for package in $wanted; do
    case $package in
    python3-venv) python3 -c 'import ensurepip, venv' 2>/dev/null && continue ;;
    gcc) command -v cc >/dev/null 2>&1 && continue ;;
    esac
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
# The real command lines that the end-to-end tests drive come from npm.
if [ "${1:-run}" = test ] && ! command -v npm >/dev/null 2>&1; then missing="$missing nodejs npm"; fi
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    echo "signalcabin: installing$missing" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086
    apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "signalcabin: some system packages are missing. Please run:" >&2
    echo "    sudo apt-get install --no-install-recommends$missing" >&2
fi
