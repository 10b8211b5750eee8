using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fluidcloud-prod')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param metadataCapacity = 'autoscale'
// 10,000 RU/s is what one tenant's partition can take (docs/adr/0002).
param metadataMaxThroughput = 10000
param zoneRedundant = true
param alwaysReadyInstances = 1
param instanceMemory = 2048
param maximumInstances = 100
param frontDoor = true
param customDomain = readEnvironmentVariable('FLUIDCLOUD_LINKS_HOST', '')
param isolated = true
param protectVault = true
