// The one identity of the application. User-assigned: its rights are there before the application first starts.

@description('The name of the identity.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags { *: string }

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}
