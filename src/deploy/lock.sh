#!/usr/bin/env bash
# Writes which packages the image is restored from, in which versions and with which hashes: src/deploy/locks. Run it in a clone, with .NET,
# after a change to Directory.Packages.props or to a project's packages:  src/deploy/lock.sh
# With --check it writes nothing, and fails where the files are not what a restore would need.
set -euo pipefail
cd "$(dirname "$0")/../.."
case "${1:-}" in
  --check) mode=--locked-mode ;;
  "") mode=--force-evaluate ;;
  *) echo "Usage: src/deploy/lock.sh [--check]" >&2; exit 64 ;;
esac

# In a folder of its own: a restore for another machine would take the place of the one that builds here use.
work=$(mktemp -d)
trap 'rm -rf "${work:?}"' EXIT
for file in src/Directory.Build.props src/Directory.Packages.props src/AkkaRealtime{,.Client,.Polls,.Server,.Cli}/*.csproj; do
  install -D "$file" "$work/$file"
done
mkdir -p src/deploy/locks "$work/src/deploy"
cp -r src/deploy/locks "$work/src/deploy/"

for machine in x64 arm64; do
  (cd "$work" && dotnet restore src/AkkaRealtime.Cli -a "$machine" -p:Locked=true -p:UseAppHost=false "$mode" --nologo -v quiet) || {
    echo "The lock files for $machine are not those of this tree. Run src/deploy/lock.sh, look at what has changed, and commit it." >&2
    exit 1
  }
done
[ "$mode" = --locked-mode ] || cp -r "$work/src/deploy/locks/." src/deploy/locks/
