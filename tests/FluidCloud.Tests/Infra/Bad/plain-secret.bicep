resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: 'x'

  resource settings 'config' = {
    name: 'plain-secret'
    properties: {
      FluidCloudShares__signingKeys__0: 'aW4gdGhlIG9wZW4='
    }
  }
}
