resource versioned 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: 'kept-bytes-1'

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
    }
  }
}

resource softlyDeleting 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: 'kept-bytes-2'

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
    }
  }
}

resource forgetful 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: 'kept-bytes-3'

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'only-blobs'
            type: 'Lifecycle'
            definition: {
              actions: {
                baseBlob: {
                  delete: { daysAfterCreationGreaterThan: 14 }
                }
              }
            }
          }
        ]
      }
    }
  }
}
