@description('The name of the assignment.')
param name string

@description('The policy.')
param definitionId string

resource assignment 'Microsoft.Authorization/policyAssignments@2025-03-01' = {
  name: name
  properties: {
    displayName: 'FluidCloud: deleted bytes are gone'
    policyDefinitionId: definitionId
    nonComplianceMessages: [
      {
        message: 'This account holds files that FluidCloud erases for good. Soft delete and versioning would keep them.'
      }
    ]
  }
}
