using 'main.bicep'

var emails = readEnvironmentVariable('FLUIDCLOUD_ALERT_EMAILS', '')

// For a team that means it: scanned files, one way in, alerts. It pays for use and for Front Door's and Defender's base fee.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fluidcloud-small')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param metadataCapacity = 'serverless'
param maximumInstances = 40
param frontDoor = 'standard'
param customDomain = readEnvironmentVariable('FLUIDCLOUD_LINKS_HOST', '')
param scanner = 'defender'
param defenderMonthlyCap = 100
param alertEmails = empty(emails) ? [] : split(emails, ',')
param locks = true
param protectVault = true
