using 'main.bicep'

// Pays for use alone: next to nothing at rest.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fluidcloud-dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param metadataCapacity = 'serverless'
param alwaysReadyInstances = 0
param instanceMemory = 2048
param maximumInstances = 40
