@description('The name of the virtual network.')
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags { *: string }

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        '10.40.0.0/16'
      ]
    }
    // In the network itself and not as resources of their own: a second deployment would else delete those that it does
    // not name. https://learn.microsoft.com/azure/azure-resource-manager/bicep/scenarios-virtual-networks
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: '10.40.0.0/24'
          // The way out to the Internet, for imports, sign-in and purging the edge. A NAT gateway instead gives it one address.
          defaultOutboundAccess: true
          delegations: [
            {
              name: 'flex-consumption'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
      {
        name: 'private-endpoints'
        properties: {
          addressPrefix: '10.40.1.0/24'
          defaultOutboundAccess: false
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
      // A Container Apps environment takes a delegated subnet for itself, of /27 at least:
      // https://learn.microsoft.com/azure/container-apps/custom-virtual-networks#subnet
      {
        name: 'scanner'
        properties: {
          addressPrefix: '10.40.2.0/24'
          // Signatures come from the Internet.
          defaultOutboundAccess: true
          delegations: [
            {
              name: 'container-apps'
              properties: {
                serviceName: 'Microsoft.App/environments'
              }
            }
          ]
        }
      }
    ]
  }
}
