resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = {
  name: 'x'
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: profile
  name: 'request-log'
  properties: {
    logs: [
      { category: 'FrontDoorAccessLog', enabled: true }
    ]
  }
}
