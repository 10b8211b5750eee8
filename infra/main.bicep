// FluidCloud in one resource group: a list of modules. dev, small and prod.bicepparam hold what each environment wants.
// Names are made here and nowhere else, so that every module knows them before anything is deployed: a what-if then sees
// through all of it.
targetScope = 'subscription'

@description('Names the environment. Its resource group is called after it; names that the whole world shares are a hash of it.')
@minLength(1)
@maxLength(40)
param environmentName string

// Those of the Flex Consumption templates of Azure-Samples/functions-quickstart-dotnet-azd. A newer one is added here:
// az functionapp list-flexconsumption-locations --runtime dotnet-isolated
@description('The region of everything but Front Door, which is global. It must have Flex Consumption.')
@allowed([
  'australiaeast'
  'brazilsouth'
  'canadacentral'
  'centralindia'
  'centralus'
  'eastasia'
  'eastus'
  'eastus2'
  'francecentral'
  'germanywestcentral'
  'italynorth'
  'japaneast'
  'koreacentral'
  'northcentralus'
  'northeurope'
  'norwayeast'
  'southafricanorth'
  'southcentralus'
  'southeastasia'
  'southindia'
  'spaincentral'
  'swedencentral'
  'uaenorth'
  'uksouth'
  'ukwest'
  'westcentralus'
  'westeurope'
  'westus'
  'westus2'
  'westus3'
])
@sys.metadata({
  azd: {
    type: 'location'
  }
})
param location string

// ---- Metadata

@description('serverless: pay per request, up to 5,000 RU/s a physical partition. autoscale: a tenth of the maximum is always paid for.')
@allowed([
  'serverless'
  'autoscale'
])
param metadataCapacity string

@description('RU/s at most, with autoscale.')
@minValue(1000)
param metadataMaxThroughput int = 4000

@description('Spread the metadata over the zones of the region. A switch of its own: regions often refuse new zonal accounts (docs/deploy.md).')
param metadataZoneRedundant bool = false

@description('An account that the metadata was restored to (docs/deploy.md). Empty for the one that is made here.')
param metadataAccount string = ''

@description('A second region with a copy of the metadata, which takes over when the first one fails. Empty for none; not with serverless.')
param metadataSecondRegion string = ''

// ---- Storage

@description('Keep copies of both storage accounts in three zones of the region.')
param storageZoneRedundant bool = false

@description('Keep a copy of the bytes in the paired region too. It follows minutes later, deletions as well.')
param geoRedundant bool = false

@description('Refuse, by an Azure Policy, that anybody turns on what keeps deleted bytes. The deployment then needs rights on policies.')
param denyKeptBytes bool = false

// ---- Compute

@description('Spread the instances over zones. Every function group then keeps two instances that are always paid for (docs/deploy.md).')
param computeZoneRedundant bool = false

@description('Instances that always wait for HTTP requests: 0 costs nothing at rest, 1 spares the first caller the cold start.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Memory of an instance in MB.')
@allowed([
  512
  2048
  4096
])
param instanceMemory int = 2048

@description('Instances at most, of the whole app. A region\'s quota for the subscription may be lower (docs/deploy.md).')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 100

@description('HTTP requests that an instance takes at a time.')
@minValue(1)
@maxValue(1000)
param httpConcurrency int = 50

@description('What a deployment or a changed setting does to running instances. Recreate terminates them by force; RollingUpdate, a preview, lets them finish.')
@allowed([
  'Recreate'
  'RollingUpdate'
])
param updateStrategy string = 'Recreate'

// ---- Network

@description('Front Door before the API. standard limits requests by address; premium applies managed firewall rules too.')
@allowed([
  'none'
  'standard'
  'premium'
])
param frontDoor string = 'none'

@description('Requests that one address may send Front Door in a minute. A key may send 600.')
@minValue(100)
param requestsPerAddress int = 3000

@description('The host name of the raw links, such as files.example.com. Empty takes the one that Front Door gives.')
param customDomain string = ''

@description('The name of the erasure log, for ever, such as files.example.com/erasure-log. Empty takes the host name of the raw links: set it before that changes.')
param erasureLogOrigin string = ''

@description('Reach metadata, secrets and host storage through private endpoints only. The bytes stay reachable by signed URLs.')
param isolated bool = false

@description('Origins of web pages that may call the API and storage from a browser.')
param corsOrigins string[] = []

@description('The identity provider of owners, by its issuer (docs/owners.md). Empty: there are no owners.')
param ownerIssuer string = ''

@description('The aud of the tokens of owners. Required with ownerIssuer.')
param ownerAudience string = ''

@description('The application by which the dashboard signs in. Required with ownerIssuer.')
param ownerClientId string = ''

// ---- Malware scanner

@description('builtin finds the EICAR test file and no malware. clamav runs clamd in the virtual network. defender is Microsoft Defender for Storage.')
@allowed([
  'builtin'
  'clamav'
  'defender'
])
param scanner string

@description('Accept that builtin calls files clean that nothing has scanned. Without it a deployment with builtin fails.')
param acceptBuiltinScanner bool = false

@description('With clamav: the image, pinned by its digest (docs/deploy.md).')
param clamAvImage string = ''

@description('With defender: gigabytes scanned in a month at most. What is uploaded beyond stays pending.')
@minValue(1)
param defenderMonthlyCap int = 1000

// ---- Operations

@description('Who is told of alerts, by e-mail. Empty: no alerts and no availability test, which cost a little each.')
param alertEmails string[] = []

@description('Seconds between two looks at /health/ready from a place. They cost by the look.')
@allowed([
  300
  600
  900
])
param readinessTestSeconds int = 900

@description('Locks against deletion on bytes, metadata and vault.')
param locks bool = false

@description('Keep the vault from being purged for 90 days, whoever asks.')
param protectVault bool = false

@description('Take back the vault of this name that was deleted and still holds its name.')
param recoverVault bool = false

@description('Who may make tenants and keys from a machine (docs/deploy.md): an object id in Entra ID. Empty for nobody.')
param operatorPrincipalId string = ''

@description('Further settings of the application, by their names in docs/configuration.md.')
param appSettings { *: string } = {}

@description('Put on every resource.')
param tags { *: string } = {}

var token = toLower(uniqueString(subscription().id, environmentName, location))
// azd finds its resources by this tag.
var allTags = union(tags, { 'azd-env-name': environmentName })

var names = {
  identity: 'id-fluidcloud-${token}'
  workspace: 'log-fluidcloud-${token}'
  insights: 'appi-fluidcloud-${token}'
  hostStorage: 'sthost${token}'
  dataStorage: 'stdata${token}'
  metadata: empty(metadataAccount) ? 'cosmos-fluidcloud-${token}' : metadataAccount
  vault: 'kv-${token}'
  network: 'vnet-fluidcloud-${token}'
  functions: 'func-fluidcloud-${token}'
  plan: 'plan-fluidcloud-${token}'
  frontDoor: frontDoor == 'none' ? '' : 'afd-fluidcloud-${token}'
  frontDoorEndpoint: 'fluidcloud-${token}'
  firewall: 'waf${token}'
  scanner: scanner == 'clamav' ? 'cae-fluidcloud-${token}' : ''
}

// Evaluated before anything is deployed.
var checkedScanner = scanner == 'builtin' && !acceptBuiltinScanner
  ? fail('The built-in scanner finds no malware. Choose scanner clamav or defender, or accept it with acceptBuiltinScanner.')
  : scanner == 'clamav' && !contains(clamAvImage, '@sha256:')
    ? fail('clamAvImage must name the image of clamd with its digest: clamav/clamav@sha256:...')
    : scanner
var networked = isolated || scanner == 'clamav'
var linkHost = frontDoor == 'none' ? '${names.functions}.azurewebsites.net' : edge!.outputs.linkHost
var apiHost = frontDoor == 'none' ? '${names.functions}.azurewebsites.net' : edge!.outputs.apiHost

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  scope: group
  params: {
    name: names.identity
    location: location
    tags: allTags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: names.workspace
    insightsName: names.insights
    location: location
    tags: allTags
  }
}

module hostStorage 'modules/host-storage.bicep' = {
  scope: group
  params: {
    name: names.hostStorage
    location: location
    tags: allTags
    zoneRedundant: storageZoneRedundant || computeZoneRedundant
    isolated: isolated
  }
}

module dataStorage 'modules/data-storage.bicep' = {
  scope: group
  params: {
    name: names.dataStorage
    location: location
    tags: allTags
    zoneRedundant: storageZoneRedundant
    geoRedundant: geoRedundant
    corsOrigins: corsOrigins
  }
}

module erasurePolicy 'modules/erasure-policy.bicep' = if (denyKeptBytes) {
  params: {
    name: 'fluidcloud-erasure-${token}'
    groupName: group.name
    dataStorageName: names.dataStorage
  }
}

module metadata 'modules/metadata.bicep' = {
  scope: group
  params: {
    name: names.metadata
    location: location
    tags: allTags
    capacity: metadataCapacity
    maxThroughput: metadataMaxThroughput
    zoneRedundant: metadataZoneRedundant
    secondRegion: metadataSecondRegion
    isolated: isolated
  }
}

module vault 'modules/vault.bicep' = {
  scope: group
  params: {
    name: names.vault
    location: location
    tags: allTags
    protected: protectVault
    recover: recoverVault
    isolated: isolated
  }
}

module edge 'modules/front-door.bicep' = if (frontDoor != 'none') {
  scope: group
  params: {
    profileName: names.frontDoor
    endpointName: names.frontDoorEndpoint
    firewallName: names.firewall
    tier: frontDoor
    requestsPerAddress: requestsPerAddress
    originHostName: '${names.functions}.azurewebsites.net'
    customDomain: customDomain
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (networked) {
  scope: group
  params: {
    name: names.network
    location: location
    tags: allTags
  }
}

module privateEndpoints 'modules/private-endpoints.bicep' = if (isolated) {
  scope: group
  dependsOn: [network, hostStorage, dataStorage, metadata, vault]
  params: {
    location: location
    tags: allTags
    networkName: names.network
    hostStorageName: names.hostStorage
    dataStorageName: names.dataStorage
    metadataName: names.metadata
    vaultName: names.vault
  }
}

module clamAv 'modules/scanner-clamav.bicep' = if (scanner == 'clamav') {
  scope: group
  dependsOn: [network]
  params: {
    environmentName: names.scanner
    location: location
    tags: allTags
    networkName: names.network
    image: clamAvImage
  }
}

module defender 'modules/scanner-defender.bicep' = if (scanner == 'defender') {
  scope: group
  dependsOn: [dataStorage]
  params: {
    dataStorageName: names.dataStorage
    monthlyCap: defenderMonthlyCap
  }
}

module roles 'modules/roles.bicep' = {
  scope: group
  dependsOn: [identity, monitoring, hostStorage, dataStorage, metadata, vault, edge]
  params: {
    identityName: names.identity
    operatorPrincipalId: operatorPrincipalId
    hostStorageName: names.hostStorage
    dataStorageName: names.dataStorage
    metadataName: names.metadata
    vaultName: names.vault
    insightsName: names.insights
    frontDoorName: names.frontDoor
    frontDoorEndpointName: names.frontDoorEndpoint
    readsScanTags: scanner == 'defender'
  }
}

module functions 'modules/functions.bicep' = {
  scope: group
  // The host opens its storage as soon as it starts: not before it may.
  dependsOn: [roles, privateEndpoints, network, defender]
  params: {
    name: names.functions
    planName: names.plan
    location: location
    tags: allTags
    identityName: names.identity
    hostStorageName: names.hostStorage
    dataStorageName: names.dataStorage
    metadataName: names.metadata
    vaultName: names.vault
    insightsName: names.insights
    networkName: networked ? names.network : ''
    frontDoorName: names.frontDoor
    frontDoorEndpointName: names.frontDoorEndpoint
    linkHost: linkHost
    erasureLogOrigin: erasureLogOrigin
    scanner: checkedScanner
    acceptBuiltinScanner: acceptBuiltinScanner
    clamAvHost: scanner == 'clamav' ? clamAv!.outputs.host : ''
    zoneRedundant: computeZoneRedundant
    alwaysReadyInstances: alwaysReadyInstances
    instanceMemory: instanceMemory
    maximumInstances: maximumInstances
    httpConcurrency: httpConcurrency
    updateStrategy: updateStrategy
    corsOrigins: corsOrigins
    ownerIssuer: ownerIssuer
    ownerAudience: ownerAudience
    ownerClientId: ownerClientId
    appSettings: appSettings
  }
}

module diagnostics 'modules/diagnostics.bicep' = {
  scope: group
  dependsOn: [monitoring, dataStorage, metadata, vault, edge, clamAv]
  params: {
    workspaceName: names.workspace
    dataStorageName: names.dataStorage
    metadataName: names.metadata
    vaultName: names.vault
    frontDoorName: names.frontDoor
    scannerName: names.scanner
  }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  dependsOn: [monitoring, metadata]
  params: {
    workspaceName: names.workspace
    metadataName: names.metadata
    location: location
    tags: allTags
  }
}

module alerts 'modules/alerts.bicep' = if (!empty(alertEmails)) {
  scope: group
  dependsOn: [monitoring, metadata, functions]
  params: {
    location: location
    tags: allTags
    emails: alertEmails
    workspaceName: names.workspace
    insightsName: names.insights
    metadataName: names.metadata
    readyUrl: 'https://${apiHost}/health/ready'
    readySeconds: readinessTestSeconds
    scanner: scanner
  }
}

module deletionLocks 'modules/locks.bicep' = if (locks) {
  scope: group
  dependsOn: [dataStorage, metadata, vault, roles]
  params: {
    dataStorageName: names.dataStorage
    metadataName: names.metadata
    vaultName: names.vault
  }
}

@description('Where everything is. azd and the scripts of infra/ read it.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The vault of the keys that sign raw links and the erasure log.')
output AZURE_KEY_VAULT_NAME string = names.vault

@description('The name to publish to.')
output AZURE_FUNCTION_APP_NAME string = names.functions

@description('The base URL of the API.')
output FLUIDCLOUD_API_URL string = 'https://${apiHost}/api/v1'

@description('The base URL of raw links.')
output FLUIDCLOUD_LINKS_URL string = 'https://${linkHost}'

@description('The metadata, for ./run admin --cosmos.')
output FLUIDCLOUD_COSMOS_ENDPOINT string = metadata.outputs.endpoint
