using 'main.bicep'

// Pays for use alone: next to nothing at rest. For trying things, with no file that matters.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fluidcloud-dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')

param metadataCapacity = 'serverless'
param maximumInstances = 40
param scanner = 'builtin'
param acceptBuiltinScanner = true
