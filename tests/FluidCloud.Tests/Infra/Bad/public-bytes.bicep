resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'public-bytes-1'
  location: 'x'
  tags: {}
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: false
  }

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource container 'containers' = {
      name: 'public-bytes-2'
      properties: {
        publicAccess: 'Blob'
      }
    }
  }
}
