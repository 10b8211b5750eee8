resource anybody 'Microsoft.Web/sites@2025-03-01' = {
  name: 'open-origin-1'
  location: 'x'
  tags: {}
  properties: {}
}

resource anyFrontDoor 'Microsoft.Web/sites@2025-03-01' = {
  name: 'open-origin-2'
  location: 'x'
  tags: {}
  properties: {
    siteConfig: {
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: [
        { name: 'x', priority: 1, action: 'Allow', tag: 'ServiceTag', ipAddress: 'AzureFrontDoor.Backend' }
      ]
    }
  }
}
