#!/usr/bin/env bash
# Checks the plugin's operations and the played schema against Shopify's official Admin GraphQL schemas, which come with
# the npm package @shopify/dev-mcp (ISC licence) and are never committed.
#   official.sh check      every operation is valid in 2026-07 and 2026-10, nothing deprecated; schema.graphql is as pruned
#   official.sh prune      writes host/Simulators/Shopify/GraphQl/schema.graphql anew from what is asked
# Exit codes: 0 fine, 1 something is wrong, 77 npm cannot be reached.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
work=${SHOPIFY_SCHEMA_DIR:-$here/../obj/official-schema}
played=$root/host/Simulators/Shopify/GraphQl
package=@shopify/dev-mcp@1.16.0

mkdir -p "$work"
if [ ! -f "$work/done" ]; then
  (
    cd "$work"
    npm init -y >/dev/null
    npm install --silent --no-audit --no-fund graphql@16 >/dev/null 2>npm.log && npm pack --silent "$package" >/dev/null 2>>npm.log
  ) || { echo "npm cannot be reached: $(head -c 300 "$work/npm.log")"; exit 77; }
  (cd "$work" && tar xzf shopify-dev-mcp-*.tgz && touch done)
fi
cp "$here"/*.mjs "$work/"

operations=("$root"/plugins/Shopify/Operations/*.graphql)
asked=("${operations[@]}" "$played"/asked.graphql)
case "${1:-check}" in
  check)
    node "$work/validate.mjs" "$work" 2026-07 "${operations[@]}"
    node "$work/validate.mjs" "$work" 2026-10 "${operations[@]}"
    node "$work/prune.mjs" "$work" 2026-07 "${asked[@]}" >"$work/schema.graphql"
    diff -u "$played/schema.graphql" "$work/schema.graphql" \
      || { echo "schema.graphql is not as pruned: run tests/Shopify.Tests/Schema/official.sh prune"; exit 1; }
    ;;
  prune)
    node "$work/prune.mjs" "$work" 2026-07 "${asked[@]}" >"$work/schema.graphql"
    mv "$work/schema.graphql" "$played/schema.graphql"
    ;;
  *) echo "official.sh check|prune"; exit 2 ;;
esac
