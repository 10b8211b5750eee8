// The vault of the keys that sign raw links and the erasure log, and of nothing else. The keys are not made here: every
// deployment would make other ones, and with them end every link there is, and fork the log. infra/keys.sh (keys.ps1)
// makes each of them once.

@description('The name of the vault.')
@maxLength(24)
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags { *: string }

@description('Keep it from being purged.')
param protected bool

@description('Take back a deleted vault of this name. A protected one holds its name for 90 days.')
param recover bool

@description('Close it to the Internet.')
param isolated bool

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    // https://learn.microsoft.com/azure/templates/microsoft.keyvault/vaults#vaultproperties
    createMode: recover ? 'recover' : 'default'
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
      // Resource Manager is how keys.sh writes into a closed vault:
      // https://learn.microsoft.com/azure/key-vault/general/overview-vnet-service-endpoints#trusted-services
      bypass: 'AzureServices'
    }
  }
}
