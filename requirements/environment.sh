#!/bin/sh
# Makes the environment of Tocsin in .venv: `environment.sh run` or `environment.sh test`. Quick when nothing has changed.
set -eu
cd "$(dirname "$0")/.."
PATH="${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}"
export PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_INPUT=1 PYTHONWARNINGS=ignore
kind="$1"

fail() {
    echo "tocsin: $1" >&2
    exit 2
}

root_with_apt() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null
}

apt_install() {
    echo "Installing $* with apt ..."
    log="$(mktemp)"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@"; } \
        >"$log" 2>&1 || fail "apt could not install $*: $(tail -n 1 "$log")"
    rm -f "$log"
}

# Whether that interpreter will do: new enough, able to make an environment ("venv") or reachable for every user ("open").
suits() {
    "$1" - "$2" <<'PYTHON' >/dev/null 2>&1
import os, sys
assert sys.version_info >= (3, 11)
if sys.argv[1] != "version":
    import ensurepip, venv
if sys.argv[1] == "open":
    place = os.path.realpath(sys.executable)
    while place != "/":
        place = os.path.dirname(place)
        assert os.stat(place).st_mode & 1
PYTHON
}

# The first suitable interpreter. Started by root, the processes get users of their own, who must reach it.
find_python() {
    for candidate in /usr/bin/python3.11 /usr/bin/python3 /usr/local/bin/python3 python3.11 python3.12 python3.13 python3.14 python3; do
        if command -v "$candidate" >/dev/null && suits "$candidate" "$1"; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

choose_python() {
    { [ "$(id -u)" = 0 ] && find_python open; } || find_python venv && return
    bare="$(find_python version)" || fail "Tocsin needs Python 3.11 or newer, and there is none here."
    root_with_apt || fail "$bare has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)."
    apt_install "$("$bare" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" >&2
    find_python venv || fail "$bare has no venv module, although python3-venv was installed."
}

fingerprint() {
    { pwd && cat "requirements/$1.lock" pyproject.toml; } | cksum
}

current() {
    [ -f ".venv/.tocsin-$1" ] && [ "$(cat ".venv/.tocsin-$1")" = "$(fingerprint "$1")" ] && .venv/bin/python -c "" 2>/dev/null
}

install() {
    python="$(choose_python)"
    echo "Making the environment in .venv with $python ..."
    moved() { [ -f .venv/.tocsin-place ] && ! [ "$(cat .venv/.tocsin-place)" = "$(pwd)" ]; }
    if moved || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        rm -rf .venv
        "$python" -m venv .venv
    fi
    .venv/bin/python -m pip install -q --require-hashes -r "requirements/$kind.lock"
    .venv/bin/python -m pip install -q --no-deps --no-build-isolation -e .
    pwd >.venv/.tocsin-place
    fingerprint "$kind" >".venv/.tocsin-$kind"
}

compile_catalogues() {
    for catalogue in tocsin/*/locale/*/LC_MESSAGES/django.po; do
        [ -f "$catalogue" ] || continue
        compiled="${catalogue%.po}.mo"
        if ! [ -f "$compiled" ] || [ -n "$(find "$catalogue" -newer "$compiled")" ]; then
            .venv/bin/pybabel -q compile -i "$catalogue" -o "$compiled"
        fi
    done
}

browser() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && { [ -n "$(fc-list :lang=ko 2>/dev/null)" ] || ! root_with_apt; } && return
    done
    root_with_apt || fail "The journeys need Chromium: install it (on Debian: apt install chromium fonts-noto-cjk)."
    apt_install chromium fontconfig fonts-noto-cjk
}

current "$kind" || { [ "$kind" = run ] && current test; } || install
compile_catalogues
.venv/bin/python -m compileall -q tocsin
[ "$kind" = run ] || browser
