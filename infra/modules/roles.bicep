// Every right in FluidCloud. Each is the narrowest role that does the work, on one resource, under a name that follows from
// scope, principal and role: deploying again changes nothing.
// https://learn.microsoft.com/azure/role-based-access-control/built-in-roles

@description('The identity of the application.')
param identityName string

@description('Who may make tenants and keys from a machine. Empty for nobody.')
param operatorPrincipalId string

@description('The account of the Functions host.')
param hostStorageName string

@description('The account of bytes and queues.')
param dataStorageName string

@description('The Cosmos DB account.')
param metadataName string

@description('The vault.')
param vaultName string

@description('The Application Insights component.')
param insightsName string

@description('The Front Door profile. Empty for none.')
param frontDoorName string

@description('Its endpoint.')
param frontDoorEndpointName string

@description('The verdicts of the scanner are tags of the blobs.')
param readsScanTags bool

// Packages, leases and host keys: "Owner" is what the Functions host asks for.
// https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
// Write, read and delete bytes, and ask for the key that signs URLs.
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
// Not the pair of Reader and Message Processor: a failed message is put back by an update, which only this one allows.
// https://github.com/MicrosoftDocs/azure-docs/issues/120932
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
// The settings of the account, so that /health/ready can tell when deleted bytes are kept. It reads no data.
var reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
var secretsUser = '4633458b-17de-408a-874b-0445c86b69e6'
var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'
// Of Cosmos DB itself: read and write documents, no containers and no keys.
var cosmosDataContributor = '00000000-0000-0000-0000-000000000002'
var documentsScope = '${metadata.id}/dbs/fluidcloud/colls/metadata'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: metadataName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = if (!empty(frontDoorName)) {
  name: frontDoorName

  resource endpoint 'afdEndpoints' existing = {
    name: frontDoorEndpointName
  }
}

resource hostBlobs 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: hostStorage
  name: guid(hostStorage.id, identity.id, blobDataOwner)
  properties: {
    principalId: identity.properties.principalId
    // Said outright, so that the directory need not know the new identity yet:
    // https://learn.microsoft.com/azure/role-based-access-control/role-assignments-template#new-service-principal
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}

resource dataRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in [blobDataContributor, queueDataContributor, reader]: {
  scope: dataStorage
  name: guid(dataStorage.id, identity.id, role)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

resource secrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, secretsUser)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

resource telemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identity.id, metricsPublisher)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

// Blob Data Contributor reads no tags, and the built-in roles that do may change who owns a blob as well.
// https://learn.microsoft.com/azure/storage/blobs/storage-manage-find-blobs#permissions-and-authorization
resource tagReader 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (readsScanTags) {
  name: guid(resourceGroup().id, 'tag-reader')
  properties: {
    roleName: 'FluidCloud tag reader (${dataStorageName})'
    description: 'Reads the tags of blobs, into which Defender for Storage writes its verdicts.'
    type: 'CustomRole'
    assignableScopes: [
      resourceGroup().id
    ]
    permissions: [
      {
        actions: []
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/tags/read'
        ]
      }
    ]
  }
}

resource scanTags 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (readsScanTags) {
  scope: dataStorage
  name: guid(dataStorage.id, identity.id, 'tag-reader')
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: tagReader.id
  }
}

// No built-in role purges and does nothing else: "CDN Profile Contributor" may delete the profile.
// https://learn.microsoft.com/azure/role-based-access-control/permissions/networking#microsoftcdn
resource purger 'Microsoft.Authorization/roleDefinitions@2022-04-01' = if (!empty(frontDoorName)) {
  name: guid(resourceGroup().id, 'purger')
  properties: {
    roleName: 'FluidCloud purger (${dataStorageName})'
    description: 'Removes paths from the cache of a Front Door endpoint.'
    type: 'CustomRole'
    assignableScopes: [
      resourceGroup().id
    ]
    permissions: [
      {
        actions: [
          'Microsoft.Cdn/profiles/afdEndpoints/purge/action'
        ]
        dataActions: []
      }
    ]
  }
}

resource edgePurge 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(frontDoorName)) {
  scope: profile::endpoint
  name: guid(profile::endpoint.id, identity.id, 'purger')
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: purger.id
  }
}

resource documents 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = {
  parent: metadata
  name: guid(metadata.id, identity.id, cosmosDataContributor)
  properties: {
    principalId: identity.properties.principalId
    roleDefinitionId: '${metadata.id}/sqlRoleDefinitions/${cosmosDataContributor}'
    scope: documentsScope
  }
}

resource operatorDocuments 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = if (!empty(operatorPrincipalId)) {
  parent: metadata
  // The account takes one such change at a time.
  dependsOn: [documents]
  name: guid(metadata.id, operatorPrincipalId, cosmosDataContributor)
  properties: {
    principalId: operatorPrincipalId
    roleDefinitionId: '${metadata.id}/sqlRoleDefinitions/${cosmosDataContributor}'
    scope: documentsScope
  }
}
