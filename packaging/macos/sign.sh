#!/bin/sh
# Signs the app and has Apple notarise it, when the secrets for that are in the environment; says so and stops otherwise.
#
#   MACOS_IDENTITY           the name of a "Developer ID Application" certificate in the keychain
#   MACOS_CERTIFICATE        that certificate with its key, base64 of a .p12 (put into a keychain of its own)
#   MACOS_CERTIFICATE_PASSWORD
#   APPLE_ID, APPLE_TEAM_ID, APPLE_APP_PASSWORD    for the notary service
set -eu
app=${1:-dist/Signalcabin.app}
here=$(dirname "$0")

if [ -z "${MACOS_IDENTITY:-}" ]; then
    echo "signalcabin: no MACOS_IDENTITY: the app keeps the ad-hoc signature, and people must allow it by hand." >&2
    exit 0
fi

if [ -n "${MACOS_CERTIFICATE:-}" ]; then
    keychain=$(mktemp -d)/sign.keychain-db
    password=$(uuidgen)
    printf %s "$MACOS_CERTIFICATE" | base64 --decode >"$keychain.p12"
    security create-keychain -p "$password" "$keychain"
    security unlock-keychain -p "$password" "$keychain"
    security import "$keychain.p12" -k "$keychain" -P "$MACOS_CERTIFICATE_PASSWORD" -T /usr/bin/codesign
    security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" >/dev/null
    security list-keychains -d user -s "$keychain" login.keychain-db
    rm -f "$keychain.p12"
fi

# From the inside out; the relay too, which the program knows by its mark and not by its signature.
find "$app/Contents" -type f \( -name '*.dylib' -o -name '*.so' -o -name signalcabin-relay \) -print0 |
    xargs -0 codesign --force --timestamp --options runtime --sign "$MACOS_IDENTITY"
codesign --force --timestamp --options runtime --entitlements "$here/entitlements.plist" --sign "$MACOS_IDENTITY" "$app"
codesign --verify --deep --strict "$app"

if [ -z "${APPLE_ID:-}" ]; then
    echo "signalcabin: no APPLE_ID: signed, and not notarised." >&2
    exit 0
fi
archive=$(mktemp -d)/Signalcabin.zip
ditto -c -k --keepParent "$app" "$archive"
xcrun notarytool submit "$archive" --wait --apple-id "$APPLE_ID" --team-id "$APPLE_TEAM_ID" --password "$APPLE_APP_PASSWORD"
xcrun stapler staple "$app"
spctl --assess --type execute "$app"
