// A policy that refuses what would keep deleted bytes on the data account: soft delete and versioning, and with them
// point-in-time restore, which needs both. Container soft delete keeps deleted containers, and nothing here deletes one.
// A definition belongs to a subscription and its assignment to the resource group.
// https://learn.microsoft.com/azure/governance/policy/concepts/effect-deny
targetScope = 'subscription'

@description('The name of definition and assignment.')
param name string

@description('The resource group that it is for.')
param groupName string

@description('The data account in it.')
param dataStorageName string

resource definition 'Microsoft.Authorization/policyDefinitions@2025-03-01' = {
  name: name
  properties: {
    displayName: 'FluidCloud: deleted bytes are gone'
    description: 'Blob soft delete and versioning stay off, or an erasure would not be one.'
    policyType: 'Custom'
    mode: 'All'
    policyRule: {
      if: {
        allOf: [
          {
            field: 'type'
            equals: 'Microsoft.Storage/storageAccounts/blobServices'
          }
          {
            field: 'id'
            contains: '/storageAccounts/${dataStorageName}/'
          }
          {
            anyOf: [
              {
                field: 'Microsoft.Storage/storageAccounts/blobServices/default.isVersioningEnabled'
                equals: true
              }
              {
                field: 'Microsoft.Storage/storageAccounts/blobServices/default.deleteRetentionPolicy.enabled'
                equals: true
              }
            ]
          }
        ]
      }
      then: {
        effect: 'deny'
      }
    }
  }
}

module assignment 'policy-assignment.bicep' = {
  scope: resourceGroup(groupName)
  params: {
    name: name
    definitionId: definition.id
  }
}
