// A private endpoint for each service that the application calls, and the DNS zones that lead to them.
// https://learn.microsoft.com/azure/private-link/private-endpoint-dns

@description('The region.')
param location string

@description('The tags of all that is made here.')
param tags { *: string }

@description('The network of the endpoints, in which their names are resolved.')
param networkName string

@description('The account of the Functions host.')
param hostStorageName string

@description('The account of bytes and queues.')
param dataStorageName string

@description('The Cosmos DB account.')
param metadataName string

@description('The vault.')
param vaultName string

var storageType = 'Microsoft.Storage/storageAccounts'
var blobZone = 'privatelink.blob.${environment().suffixes.storage}'
var queueZone = 'privatelink.queue.${environment().suffixes.storage}'
var metadataZone = 'privatelink.documents.azure.com'
var vaultZone = 'privatelink.vaultcore.azure.net'

var zoneNames = [
  blobZone
  queueZone
  metadataZone
  vaultZone
]

// Of the host's account only blobs: it keeps no queue (that would be for blob triggers), and without its table it only
// lacks diagnostic events. https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
var targets = [
  { name: 'host-blobs', type: storageType, account: hostStorageName, part: 'blob', zone: blobZone }
  { name: 'data-blobs', type: storageType, account: dataStorageName, part: 'blob', zone: blobZone }
  { name: 'data-queues', type: storageType, account: dataStorageName, part: 'queue', zone: queueZone }
  { name: 'metadata', type: 'Microsoft.DocumentDB/databaseAccounts', account: metadataName, part: 'Sql', zone: metadataZone }
  { name: 'vault', type: 'Microsoft.KeyVault/vaults', account: vaultName, part: 'vault', zone: vaultZone }
]

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' existing = {
  name: networkName

  resource subnet 'subnets' existing = {
    name: 'private-endpoints'
  }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for zone in zoneNames: {
  name: zone
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (zone, index) in zoneNames: {
  parent: zones[index]
  name: 'fluidcloud'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: network.id
    }
  }
}]

resource endpoints 'Microsoft.Network/privateEndpoints@2025-05-01' = [for target in targets: {
  name: 'pe-${target.name}'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: network::subnet.id
    }
    privateLinkServiceConnections: [
      {
        name: target.name
        properties: {
          privateLinkServiceId: resourceId(target.type, target.account)
          groupIds: [
            target.part
          ]
        }
      }
    ]
  }
}]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2025-05-01' = [for (target, index) in targets: {
  parent: endpoints[index]
  name: 'default'
  dependsOn: [zones]
  properties: {
    privateDnsZoneConfigs: [
      {
        name: target.part
        properties: {
          privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', target.zone)
        }
      }
    ]
  }
}]
