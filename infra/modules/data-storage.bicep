// The files' bytes and the job queues.

@description('The name of the account.')
@maxLength(24)
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags { *: string }

@description('Keep copies in three zones.')
param zoneRedundant bool

@description('Keep a copy in the paired region.')
param geoRedundant bool

@description('Origins of web pages that may use signed URLs from a browser.')
param corsOrigins string[]

// The names that the code has: a test holds the two together.
var names = loadJsonContent('../storage.json')

// A copy in the paired region follows minutes later, by no promised time, and deletions with it: a receipt of an account
// whose sku begins with Standard_G speaks of both copies.
// https://learn.microsoft.com/azure/storage/common/storage-redundancy#redundancy-in-a-secondary-region
var sku = geoRedundant
  ? zoneRedundant ? 'Standard_GZRS' : 'Standard_GRS'
  : zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'

// Open to the Internet in every environment: clients send and fetch bytes here themselves, by URLs that the application
// signs with its own identity. Nothing else opens it: no key, no anonymous read.
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    supportsHttpsTrafficOnly: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: 'Enabled'
  }
}

// Erasure must be erasure. Soft delete and versioning would keep the bytes of every purged file for days, readable by
// whoever may undelete; the receipt that FluidCloud gives would then be untrue. Trash is FluidCloud's own undo.
// /health/ready tells when somebody turns one of them on.
resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: false
    }
    containerDeleteRetentionPolicy: {
      enabled: false
    }
    restorePolicy: {
      enabled: false
    }
    isVersioningEnabled: false
    changeFeed: {
      enabled: false
    }
    cors: {
      corsRules: empty(corsOrigins) ? [] : [
        {
          allowedOrigins: corsOrigins
          allowedMethods: names.cors.allowedMethods
          allowedHeaders: names.cors.allowedHeaders
          exposedHeaders: names.cors.exposedHeaders
          maxAgeInSeconds: names.cors.maxAgeInSeconds
        }
      ]
    }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [for container in names.containers: {
  parent: blobs
  name: container
  properties: {
    publicAccess: 'None'
  }
}]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [for queue in names.queues: {
  parent: queueService
  name: queue
}]

// Where the host puts a message that failed for good. There from the beginning, so that alerts can watch them.
resource poisonQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [for queue in names.queues: {
  parent: queueService
  name: '${queue}-poison'
}]

resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: account
  name: 'default'
  dependsOn: [blobs]
  properties: {
    policy: {
      rules: [
        // The parts of an upload are joined or thrown away within two days; what is older was left behind by a fault.
        // Blocks that were never joined have no blob that a rule could name: the service drops them after a week by itself.
        {
          name: 'forgotten-parts'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: [
                'blockBlob'
              ]
              prefixMatch: [
                'parts/'
              ]
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterCreationGreaterThan: 14
                }
              }
            }
          }
        }
        // What a restored metadata store must be told again (docs/adr/0020). Backups of the metadata are kept for 30 days at
        // most: https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction
        {
          name: 'old-journal'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: [
                'blockBlob'
              ]
              prefixMatch: [
                'journal/2'
              ]
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterCreationGreaterThan: 40
                }
              }
            }
          }
        }
        // Turning versioning off keeps the versions that there are. Nothing in the product makes any, nor snapshots.
        // https://learn.microsoft.com/azure/storage/blobs/versioning-overview#enable-or-disable-blob-versioning
        {
          name: 'kept-copies'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: [
                'blockBlob'
              ]
            }
            actions: {
              version: {
                delete: {
                  daysAfterCreationGreaterThan: 1
                }
              }
              snapshot: {
                delete: {
                  daysAfterCreationGreaterThan: 1
                }
              }
            }
          }
        }
      ]
    }
  }
}
