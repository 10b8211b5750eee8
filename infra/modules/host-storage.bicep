// The account of the Functions host: packages, the leases of timers, host keys. Apart from the data, so that nothing that
// the platform needs has rights on files, and nothing of files depends on what the platform does to its account.

@description('The name of the account.')
@maxLength(24)
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('Keep copies in three zones.')
param zoneRedundant bool

@description('Close it to the Internet.')
param isolated bool

var packageContainer = 'packages'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
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

    resource packages 'containers' = {
      name: packageContainer
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

output id string = account.id
output name string = account.name
output packageContainer string = packageContainer
