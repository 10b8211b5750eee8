resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: 'logged-token-1'
  location: 'global'
  tags: {}
  sku: { name: 'Standard_AzureFrontDoor' }
  properties: {
    logScrubbing: {
      state: 'Enabled'
      scrubbingRules: [
        { matchVariable: 'RequestIPAddress', selectorMatchOperator: 'EqualsAny', state: 'Enabled' }
      ]
    }
  }
}

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-03-01' = {
  name: 'logged-token-2'
  location: 'global'
  tags: {}
  properties: {
    policySettings: { mode: 'Prevention' }
  }
}
