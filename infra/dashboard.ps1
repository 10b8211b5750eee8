# Builds the dashboard, which the publishing of the functions takes along.
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot '../dashboard')
npm ci --no-audit --no-fund
npm run build
