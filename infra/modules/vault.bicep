// The vault of the key that signs raw links, and of nothing else. The key itself is not made here: every deployment would
// make another one, and with it end every link there is. share-key.sh makes it once.

@description('The name of the vault.')
@maxLength(24)
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('Keep it from being purged.')
param protected bool

@description('Close it to the Internet.')
param isolated bool

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: protected ? 90 : 7
    // Once on it can't be turned off, and null leaves it off: false is refused.
    enablePurgeProtection: protected ? true : null
    publicNetworkAccess: isolated ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: isolated ? 'Deny' : 'Allow'
      bypass: 'None'
    }
  }
}

output id string = vault.id
output name string = vault.name

@description('Where the key is; not the key.')
output signingKeyUri string = '${vault.properties.vaultUri}secrets/share-signing-key'
