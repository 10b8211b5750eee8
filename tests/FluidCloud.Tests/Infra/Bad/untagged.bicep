resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: 'untagged-1'
  location: 'x'
  properties: {}
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' = {
  name: 'x/untagged-2'
  location: 'global'
}
