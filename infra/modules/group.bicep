targetScope = 'subscription'

@description('The name of the resource group.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: name
  location: location
  tags: tags
}
