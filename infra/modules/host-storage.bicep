// The account of the Functions host: packages, the leases of timers, host keys. Apart from the data, so that nothing that
// the platform needs has rights on files, and nothing of files depends on what the platform does to its account.

@description('The name of the account.')
@maxLength(24)
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags { *: string }

@description('Keep copies in three zones. A zone-redundant plan needs it.')
param zoneRedundant bool

@description('Close it to the Internet.')
param isolated bool

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS'
  }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    supportsHttpsTrafficOnly: true
    minimumTlsVersion: 'TLS1_2'
    publicNetworkAccess: isolated ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: isolated ? 'Deny' : 'Allow'
      bypass: 'None'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'

    // functions.bicep names it too.
    resource packages 'containers' = {
      name: 'packages'
      properties: {
        publicAccess: 'None'
      }
    }
  }
}
