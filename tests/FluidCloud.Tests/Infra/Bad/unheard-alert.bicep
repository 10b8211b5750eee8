resource query 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = {
  name: 'unheard-alert-1'
  location: 'x'
  tags: {}
  properties: {
    criteria: { allOf: [] }
  }
}

resource metric 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'unheard-alert-2'
  location: 'global'
  tags: {}
  properties: {
    severity: 1
    enabled: true
    scopes: []
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: []
    }
  }
}
