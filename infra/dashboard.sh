#!/bin/sh
# Builds the dashboard, which the publishing of the functions takes along.
set -eu
cd "$(dirname "$0")/../dashboard"
npm ci --no-audit --no-fund
npm run build
