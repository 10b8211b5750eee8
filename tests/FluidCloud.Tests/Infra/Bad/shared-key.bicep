resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'shared-key-1'
  location: 'x'
  tags: {}
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowSharedKeyAccess: true
    allowBlobPublicAccess: false
  }
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: 'shared-key-2'
  location: 'x'
  tags: {}
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: []
  }
}

resource component 'Microsoft.Insights/components@2020-02-02' = {
  name: 'shared-key-3'
  location: 'x'
  tags: {}
  kind: 'web'
  properties: {
    Application_Type: 'web'
  }
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: 'shared-key-4'
  location: 'x'
  tags: {}
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    accessPolicies: []
  }
}

resource connection 'Microsoft.Web/sites@2025-03-01' = {
  name: 'shared-key-5'
  location: 'x'
  tags: {}
  properties: {
    siteConfig: {
      ipSecurityRestrictionsDefaultAction: 'Deny'
      appSettings: [
        { name: 'x', value: 'DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${account.listKeys().keys[0].value}' }
      ]
    }
  }
}
