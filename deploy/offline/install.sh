#!/bin/sh
# ./install.sh [folder]: checks every file of the bundle, puts it beside the versions that are there, and makes it the current one.
# Needs no network. Nothing is overwritten: going back is pointing `current` to the folder of the former version.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
prefix=${1:-/opt/wuyou}
fail() { echo "$*" >&2; exit 1; }

cd "$here"
read -r version platform arch < BUNDLE
[ "$(uname -s | tr '[:upper:]' '[:lower:]')" = "$platform" ] || fail "This bundle is for $platform; here is $(uname -s)."
case "$(uname -m)" in x86_64) machine=x64 ;; aarch64) machine=arm64 ;; *) machine=$(uname -m) ;; esac
[ "$machine" = "$arch" ] || fail "This bundle is for $arch; this machine is $machine."
if ldd --version 2>&1 | grep -qi musl; then fail "This machine has musl; Temporal's core needs glibc (Debian, Ubuntu, RHEL, openEuler, Kylin, UOS)."; fi

echo "Checking $(wc -l < SHA256SUMS) files"
sha256sum --quiet --strict -c SHA256SUMS || fail "The bundle is damaged or was changed: bring it over again and compare its own checksum with the one that came separately."
[ "$(find . -type f ! -name SHA256SUMS | wc -l)" -eq "$(wc -l < SHA256SUMS)" ] || fail "The bundle holds files that are not in SHA256SUMS: unpack it into an empty folder."

target="$prefix/$version"
[ ! -e "$target" ] || fail "$target is there already: remove it, or name another folder."
mkdir -p "$prefix"
# What an installation that was cut short has left.
rm -rf "$target.part"
cp -R "$here" "$target.part"
mv "$target.part" "$target"
"$target/bin/wuyou" help > /dev/null || fail "The installed program does not start; $target is left for you to look at, and nothing was made current."
ln -s "$version" "$prefix/current.new"
mv -T "$prefix/current.new" "$prefix/current"
echo "Installed $target; current -> $version"
echo "Next: docs/deployment.md in it. A look without anything else: $prefix/current/bin/wuyou up"
