#!/bin/sh
# Makes sure that the system packages are there: `system-packages.sh run` for the app, `test` for its tests too.
# As root on Debian it installs what is missing; otherwise, or if that fails, it prints the exact line and goes on.
set -eu

for_run="python3-venv gcc libc6-dev musl-tools libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0
libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libx11-xcb1"
for_test="xvfb xauth tmux dbus procps at-spi2-core
openbox lxqt-panel trayer dunst gnome-keyring xdotool"

wanted=$for_run
[ "${1:-run}" = test ] && wanted="$for_run $for_test"

command -v dpkg-query >/dev/null 2>&1 || {
    echo "signalcabin: not a Debian system; if something is missing, these are Debian's names for what is needed:" $wanted >&2
    exit 0
}

installed=" $(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | tr '\n' ' ')"

# Debian 13 and Ubuntu 24.04 have some libraries under a name with t64 at its end.
has() {
    case $installed in
    *" $1 "* | *" ${1}t64 "*) true ;;
    *) false ;;
    esac
}

missing=
for package in $wanted; do
    case $package in
    python3-venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' 2>/dev/null && continue ;;
    gcc) command -v cc >/dev/null 2>&1 && continue ;;
    esac
    has "$package" || missing="$missing $package"
done
# The real command lines that the end-to-end tests drive come from npm.
if [ "${1:-run}" = test ] && ! command -v npm >/dev/null 2>&1; then missing="$missing nodejs npm"; fi
[ -n "$missing" ] || exit 0

install() {
    echo "signalcabin: installing these system packages:$missing" >&2
    # A machine that has just been started may be updating itself: wait for it.
    apt="apt-get -qq -o DPkg::Lock::Timeout=300 -o APT::Install-Recommends=false"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    $apt update && $apt install -y $missing >/dev/null
}

if [ "$(id -u)" = 0 ]; then
    install && exit 0
    echo "signalcabin: that failed; going on without. When it can work, this does it:" >&2
    echo "    apt-get update && apt-get install --no-install-recommends$missing" >&2
else
    echo "signalcabin: some system packages are missing. This installs them:" >&2
    echo "    sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
fi
