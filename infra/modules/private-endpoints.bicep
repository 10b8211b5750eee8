// A private endpoint for each service that the application calls, and the DNS zones that lead to them.

@description('The region.')
param location string

@description('The tags of all that is made here.')
param tags object

@description('The network whose names are resolved here.')
param networkId string

@description('The subnet of the endpoints.')
param subnetId string

@description('The account of the Functions host.')
param hostStorageId string

@description('The account of bytes and queues.')
param dataStorageId string

@description('The Cosmos DB account.')
param metadataId string

@description('The vault.')
param vaultId string

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

var targets = [
  { name: 'host-blobs', id: hostStorageId, part: 'blob', zone: blobZone }
  { name: 'data-blobs', id: dataStorageId, part: 'blob', zone: blobZone }
  { name: 'data-queues', id: dataStorageId, part: 'queue', zone: queueZone }
  { name: 'metadata', id: metadataId, part: 'Sql', zone: metadataZone }
  { name: 'vault', id: vaultId, part: 'vault', zone: vaultZone }
]

resource zones 'Microsoft.Network/privateDnsZones@2020-06-01' = [for zone in zoneNames: {
  name: zone
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [for (zone, index) in zoneNames: {
  parent: zones[index]
  name: 'fluidcloud'
  location: 'global'
  tags: tags
  properties: {
    registrationEnabled: false
    virtualNetwork: {
      id: networkId
    }
  }
}]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [for target in targets: {
  name: 'pe-${target.name}'
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: target.name
        properties: {
          privateLinkServiceId: target.id
          groupIds: [
            target.part
          ]
        }
      }
    ]
  }
}]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [for (target, index) in targets: {
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
