#!/usr/bin/env bash
# Lists what the server and its page are made of, as CycloneDX, for scanners: artifacts/sbom/server.cdx.json (NuGet) and web.cdx.json (npm).
# Run it in a clone, with .NET and Node:  src/deploy/sbom.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$(dotnet msbuild src/AkkaRealtime.Server -getProperty:Version)
mkdir -p artifacts/sbom
dotnet tool restore
dotnet restore src/AkkaRealtime.Server
dotnet dotnet-CycloneDX src/AkkaRealtime.Server/AkkaRealtime.Server.csproj --disable-package-restore --output-format Json --output artifacts/sbom --filename server.cdx.json --set-version "$version"

# npm wants a version of the whole, which these packages' workspace has none of.
web=$(mktemp -d)
trap 'rm -rf "${web:?}"' EXIT
for part in . client react react-ui app; do
  mkdir -p "$web/$part"
  cp "src/web/$part/package.json" "$web/$part/"
done
cp src/web/package-lock.json "$web/"
(cd "$web" && npm pkg set "version=$version" && npm sbom --sbom-format cyclonedx --omit dev --package-lock-only) > artifacts/sbom/web.cdx.json
echo "artifacts/sbom: $(ls artifacts/sbom | tr '\n' ' ')"
