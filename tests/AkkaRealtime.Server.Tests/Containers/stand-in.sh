#!/usr/bin/env bash
# Makes the image localhost/akkarealtime-stand-in:2, which stands in for the sdk, aspnet and node base images where no container registry can be reached:
# a minimal Debian with the .NET and Node of this machine copied in. For tests only, never published. Needs root.
set -euo pipefail
image=localhost/akkarealtime-stand-in:2
podman image exists "$image" && exit 0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources /etc/apt/sources.list.d/*.list 2>/dev/null \
  | sed -nE 's/^(deb |URIs: )(\[[^]]*\] )?(https?:[^ ]+).*/\3/p' | sed -n 1p || true)
/usr/sbin/debootstrap --variant=minbase --include=ca-certificates,libssl3,libstdc++6,zlib1g,libatomic1 bookworm "$work/root" ${mirror:+"$mirror"}
rm -rf "$work/root/var/cache/apt" "$work/root/var/lib/apt/lists" "$work/root/usr/share/doc" "$work/root/usr/share/locale"

dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p "$work/root/usr/share/dotnet" "$work/root/usr/local/lib/node_modules"
cp -a "$dotnet/." "$work/root/usr/share/dotnet/"
ln -s /usr/share/dotnet/dotnet "$work/root/usr/bin/dotnet"
cp "$(readlink -f "$(command -v node)")" "$work/root/usr/local/bin/node"
cp -a "$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")" "$work/root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$work/root/usr/local/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$work/root/usr/local/bin/npx"

tar -C "$work/root" -c . | podman import --change 'ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1' --change 'ENV DOTNET_CLI_TELEMETRY_OPTOUT=1' - "$image"
