// Nobody deletes what can't be brought back by mistake. A lock is of the control plane only: erasing blobs and documents
// goes on. Who really wants to delete the environment removes the locks first (docs/deploy.md).
// https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources#considerations-before-applying-your-locks

@description('The account of bytes and queues.')
param dataStorageName string

@description('The Cosmos DB account.')
param metadataName string

@description('The vault.')
param vaultName string

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: metadataName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource bytesLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: dataStorage
  name: 'no-deletion'
  properties: {
    level: 'CanNotDelete'
    notes: 'The bytes of every tenant. There is no other copy.'
  }
}

resource metadataLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: metadata
  name: 'no-deletion'
  properties: {
    level: 'CanNotDelete'
    notes: 'Without the metadata nobody knows whose the bytes are.'
  }
}

resource vaultLock 'Microsoft.Authorization/locks@2020-05-01' = {
  scope: vault
  name: 'no-deletion'
  properties: {
    level: 'CanNotDelete'
    notes: 'Without its keys every raw link is dead, and the erasure log can not be signed.'
  }
}
