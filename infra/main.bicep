// FluidCloud in one resource group: a list of modules. dev.bicepparam and prod.bicepparam hold what each environment wants.
targetScope = 'subscription'

@description('Names the environment. Its resource group is called after it; names that the whole world shares are a hash of it.')
@minLength(1)
@maxLength(40)
param environmentName string

@description('The region of everything but Front Door, which is global. It must have Flex Consumption (az functionapp list-flexconsumption-locations).')
param location string

@description('serverless: pay per request, up to 5,000 RU/s a physical partition. autoscale: a tenth of the maximum is always paid for.')
@allowed([
  'serverless'
  'autoscale'
])
param metadataCapacity string

@description('RU/s at most, with autoscale.')
param metadataMaxThroughput int = 4000

@description('Spread storage and metadata over the zones of the region.')
param zoneRedundant bool = false

@description('Instances that always wait for HTTP requests: 0 costs nothing at rest, 1 spares the first caller the cold start.')
@minValue(0)
@maxValue(1)
param alwaysReadyInstances int = 0

@description('Memory of an instance in MB.')
@allowed([
  512
  2048
  4096
])
param instanceMemory int = 2048

@description('Instances at most, of each group that scales by itself: HTTP, and every queue.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 100

@description('HTTP requests that an instance takes at a time.')
param httpConcurrency int = 50

@description('Put Front Door before the API: /s/* is cached at the edge, the rest is passed on.')
param frontDoor bool = false

@description('The host name of the raw links, such as files.example.com. Empty takes the one that Front Door gives.')
param customDomain string = ''

@description('Reach metadata, secrets and storage through private endpoints only. The bytes stay reachable by signed URLs.')
param isolated bool = false

@description('Origins of web pages that may call the API and storage from a browser.')
param corsOrigins array = []

@description('Keep the vault from being purged for 90 days, whoever asks.')
param protectVault bool = false

@description('Who may make tenants and keys from a machine (docs/deploy.md): an object id in Entra ID. Empty for nobody.')
param operatorPrincipalId string = ''

@description('Further settings of the application, by their names in docs/configuration.md.')
param appSettings object = {}

@description('Put on every resource.')
param tags object = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
var groupName = 'rg-${environmentName}'
var functionAppName = 'func-fluidcloud-${token}'
// azd finds its resources by this tag.
var allTags = union(tags, { 'azd-env-name': environmentName })

module group 'modules/group.bicep' = {
  name: 'group'
  params: {
    name: groupName
    location: location
    tags: allTags
  }
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: resourceGroup(groupName)
  dependsOn: [group]
  params: {
    name: 'id-fluidcloud-${token}'
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: resourceGroup(groupName)
  dependsOn: [group]
  params: {
    workspaceName: 'log-fluidcloud-${token}'
    insightsName: 'appi-fluidcloud-${token}'
    location: location
    tags: allTags
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  name: 'host-storage'
  scope: resourceGroup(groupName)
  dependsOn: [group]
  params: {
    name: 'sthost${token}'
    location: location
    tags: allTags
    zoneRedundant: zoneRedundant
    isolated: isolated
  }
}

module dataStorage 'modules/data-storage.bicep' = {
  name: 'data-storage'
  scope: resourceGroup(groupName)
  dependsOn: [group]
  params: {
    name: 'stdata${token}'
    location: location
    tags: allTags
    zoneRedundant: zoneRedundant
    corsOrigins: corsOrigins
  }
}

module metadata 'modules/metadata.bicep' = {
  name: 'metadata'
  scope: resourceGroup(groupName)
  dependsOn: [group]
  params: {
    name: 'cosmos-fluidcloud-${token}'
    location: location
    tags: allTags
    capacity: metadataCapacity
    maxThroughput: metadataMaxThroughput
    zoneRedundant: zoneRedundant
    isolated: isolated
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: resourceGroup(groupName)
  dependsOn: [group]
  params: {
    name: 'kv-${token}'
    location: location
    tags: allTags
    protected: protectVault
    isolated: isolated
  }
}

module edge 'modules/front-door.bicep' = if (frontDoor) {
  name: 'front-door'
  scope: resourceGroup(groupName)
  dependsOn: [group]
  params: {
    profileName: 'afd-fluidcloud-${token}'
    endpointName: 'fluidcloud-${token}'
    originHostName: '${functionAppName}.azurewebsites.net'
    customDomain: customDomain
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (isolated) {
  name: 'network'
  scope: resourceGroup(groupName)
  dependsOn: [group]
  params: {
    name: 'vnet-fluidcloud-${token}'
    location: location
    tags: allTags
  }
}

module privateEndpoints 'modules/private-endpoints.bicep' = if (isolated) {
  name: 'private-endpoints'
  scope: resourceGroup(groupName)
  params: {
    location: location
    tags: allTags
    networkId: network!.outputs.id
    subnetId: network!.outputs.endpointsSubnetId
    hostStorageId: hostStorage.outputs.id
    dataStorageId: dataStorage.outputs.id
    metadataId: metadata.outputs.id
    vaultId: vault.outputs.id
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  scope: resourceGroup(groupName)
  params: {
    principalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    hostStorageName: hostStorage.outputs.name
    dataStorageName: dataStorage.outputs.name
    metadataName: metadata.outputs.name
    metadataContainerPath: metadata.outputs.containerPath
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
    frontDoorName: frontDoor ? edge!.outputs.profileName : ''
    frontDoorEndpointName: frontDoor ? edge!.outputs.endpointName : ''
  }
}

module functions 'modules/functions.bicep' = {
  name: 'functions'
  scope: resourceGroup(groupName)
  // The host opens its storage as soon as it starts: not before it may.
  dependsOn: [roles, privateEndpoints]
  params: {
    name: functionAppName
    planName: 'plan-fluidcloud-${token}'
    location: location
    tags: allTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostStorageName: hostStorage.outputs.name
    packageContainer: hostStorage.outputs.packageContainer
    dataStorageName: dataStorage.outputs.name
    metadataEndpoint: metadata.outputs.endpoint
    signingKeyUri: vault.outputs.signingKeyUri
    linkHost: frontDoor ? edge!.outputs.hostName : '${functionAppName}.azurewebsites.net'
    edgeId: frontDoor ? edge!.outputs.endpointId : ''
    insightsName: monitoring.outputs.insightsName
    subnetId: isolated ? network!.outputs.functionsSubnetId : ''
    alwaysReadyInstances: alwaysReadyInstances
    instanceMemory: instanceMemory
    maximumInstances: maximumInstances
    httpConcurrency: httpConcurrency
    corsOrigins: corsOrigins
    appSettings: appSettings
  }
}

@description('Where everything is. azd and share-key.sh read it.')
output AZURE_RESOURCE_GROUP string = groupName

@description('The vault of the key that signs raw links.')
output AZURE_KEY_VAULT_NAME string = vault.outputs.name

@description('The name to publish to.')
output AZURE_FUNCTION_APP_NAME string = functions.outputs.name

@description('Where the API answers.')
output FLUIDCLOUD_API_URL string = 'https://${functions.outputs.hostName}/api/v1'

@description('Where raw links answer.')
output FLUIDCLOUD_LINKS_URL string = 'https://${frontDoor ? edge!.outputs.hostName : functions.outputs.hostName}'

@description('The metadata, for ./run admin --cosmos.')
output FLUIDCLOUD_COSMOS_ENDPOINT string = metadata.outputs.endpoint
