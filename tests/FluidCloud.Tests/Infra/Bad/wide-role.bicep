resource definition 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: 'wide-role-1'
  properties: {
    roleName: 'x'
    assignableScopes: []
    permissions: [
      { actions: ['Microsoft.Cdn/profiles/*'] }
    ]
  }
}

resource owner 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: 'wide-role-2'
  properties: {
    principalId: '00000000-0000-0000-0000-000000000000'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')
  }
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: 'x'

  resource everything 'sqlRoleAssignments' = {
    name: 'wide-role-3'
    properties: {
      principalId: '00000000-0000-0000-0000-000000000000'
      roleDefinitionId: '00000000-0000-0000-0000-000000000002'
      scope: metadata.id
    }
  }
}
