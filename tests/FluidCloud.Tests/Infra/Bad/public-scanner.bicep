resource environment 'Microsoft.App/managedEnvironments@2025-07-01' = {
  name: 'public-scanner'
  location: 'x'
  tags: {}
  properties: {}
}
