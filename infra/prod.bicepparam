using 'main.bicep'

var emails = readEnvironmentVariable('FLUIDCLOUD_ALERT_EMAILS', '')

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fluidcloud-prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param metadataCapacity = 'autoscale'
// 10,000 RU/s is what one tenant's partition can take (docs/adr/0002).
param metadataMaxThroughput = 10000
param metadataZoneRedundant = true
param storageZoneRedundant = true
param denyKeptBytes = true
param alwaysReadyInstances = 1
param maximumInstances = 100
param frontDoor = 'premium'
param customDomain = readEnvironmentVariable('FLUIDCLOUD_LINKS_HOST', '')
param isolated = true
param scanner = 'defender'
param defenderMonthlyCap = 1000
param alertEmails = empty(emails) ? fail('FLUIDCLOUD_ALERT_EMAILS must name who is told of alerts.') : split(emails, ',')
param readinessTestSeconds = 300
param locks = true
param protectVault = true
