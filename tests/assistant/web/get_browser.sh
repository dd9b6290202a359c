#!/bin/sh
# Gets what the tests of the page need besides Python's packages: Chromium, from Debian, and axe-core, which looks for faults
# of accessibility, from the npm registry. Always ends well: the tests themselves say what is missing.
cd "$(dirname "$0")/../../.." || exit 0

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

if ! find_chromium >/dev/null; then
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo --non-interactive"
    if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
        echo "Installing Chromium for the tests of the page."
        $as_root apt-get -qq update </dev/null
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get -qq install --yes --no-install-recommends chromium </dev/null >/dev/null
    fi
    find_chromium >/dev/null || echo "Chromium is not there and could not be installed: the tests in a browser cannot run."
fi

AXE=axe-core-4.14.1
SUM=1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5

if [ ! -f .cache/axe.min.js ]; then
    mkdir -p .cache && cd .cache || exit 0
    if npm pack --silent axe-core@4.14.1 >/dev/null && echo "$SUM  $AXE.tgz" | sha512sum --check --quiet; then
        tar -xzf "$AXE.tgz" --to-stdout package/axe.min.js >.axe.part && mv .axe.part axe.min.js
    else
        echo "axe-core could not be had as it should be: the tests of accessibility cannot run."
    fi
    rm -f "$AXE.tgz"
fi
exit 0
