resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: 'open-edge-1'
  location: 'global'
  tags: {}
  sku: { name: 'Standard_AzureFrontDoor' }
}

resource unlimited 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-03-01' = {
  name: 'open-edge-2'
  location: 'global'
  tags: {}
  properties: {
    policySettings: { mode: 'Prevention' }
  }
}

resource watching 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-03-01' = {
  name: 'open-edge-3'
  location: 'global'
  tags: {}
  properties: {
    policySettings: { mode: 'Detection' }
    customRules: {
      rules: [
        { priority: 1, ruleType: 'RateLimitRule', action: 'Block', matchConditions: [] }
      ]
    }
  }
}
