// The alerts of docs/operations.md, which says what to do. Those that ask the workspace are in alerts.json.

@description('The region.')
param location string

@description('Their tags.')
param tags { *: string }

@description('Who is told, by e-mail.')
param emails string[]

@description('The workspace with telemetry and logs.')
param workspaceName string

@description('The Application Insights component.')
param insightsName string

@description('The Cosmos DB account.')
param metadataName string

@description('The URL of /health/ready as a stranger reaches it.')
param readyUrl string

@description('Seconds between two looks at it from a place: 300, 600 or 900.')
param readySeconds int

@description('builtin, clamav or defender: what the log of clamd says is asked only where there is one.')
param scanner string

// Each query has rows when there is something to tell; `severity` 1 is to be woken for, 2 is for working hours.
var rules = filter(loadJsonContent('../alerts.json'), rule => !contains(rule, 'scanner') || rule.scanner == scanner)

// Of the tests' 16 places, three that are far apart: https://learn.microsoft.com/azure/azure-monitor/app/availability#location-population-tags
var testLocations = [
  'emea-nl-ams-azr'
  'us-va-ash-azr'
  'apac-sg-sin-azr'
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: metadataName
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'fluidcloud'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'fluidcloud'
    enabled: true
    emailReceivers: [for (email, index) in emails: {
      name: 'email-${index}'
      emailAddress: email
      useCommonAlertSchema: true
    }]
  }
}

resource queries 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [for rule in rules: {
  name: rule.name
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'FluidCloud: ${rule.title}'
    description: 'See "${rule.see}" in docs/operations.md.'
    severity: rule.severity
    enabled: true
    scopes: [
      workspace.id
    ]
    evaluationFrequency: rule.every
    windowSize: rule.window
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    autoMitigate: true
    // A table of the workspace comes into being with its first row.
    skipQueryValidation: true
    actions: {
      actionGroups: [
        people.id
      ]
    }
  }
}]

resource throttling 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'metadata-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'FluidCloud: Cosmos DB refuses requests. See "When it is too much" in docs/operations.md.'
    severity: 2
    enabled: true
    scopes: [
      metadata.id
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'refused'
          metricNamespace: 'Microsoft.DocumentDB/databaseAccounts'
          metricName: 'TotalRequests'
          dimensions: [
            {
              name: 'StatusCode'
              operator: 'Include'
              values: [
                '429'
              ]
            }
          ]
          operator: 'GreaterThan'
          threshold: 1000
          timeAggregation: 'Count'
        }
      ]
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}

// Asks /health/ready from three places. It fails too when deleted bytes are kept.
// https://learn.microsoft.com/azure/azure-monitor/app/availability
resource ready 'Microsoft.Insights/webtests@2022-06-15' = {
  name: 'ready-${insightsName}'
  location: location
  // So the portal finds it under the component.
  tags: union(tags, { 'hidden-link:${insights.id}': 'Resource' })
  kind: 'standard'
  properties: {
    SyntheticMonitorId: 'ready-${insightsName}'
    Name: 'FluidCloud is ready'
    Enabled: true
    Kind: 'standard'
    Frequency: readySeconds
    Timeout: 60
    RetryEnabled: true
    Locations: [for place in testLocations: {
      Id: place
    }]
    Request: {
      RequestUrl: readyUrl
      HttpVerb: 'GET'
      ParseDependentRequests: false
    }
    ValidationRules: {
      ExpectedHttpStatusCode: 200
      SSLCheck: true
      SSLCertRemainingLifetimeCheck: 7
      ContentValidation: {
        ContentMatch: '"keeps_deleted_bytes":true'
        IgnoreCase: true
        PassIfTextFound: false
      }
    }
  }
}

resource notReady 'Microsoft.Insights/metricAlerts@2026-01-01' = {
  name: 'not-ready'
  location: 'global'
  tags: tags
  properties: {
    description: 'FluidCloud: /health/ready is not 200, or says that deleted bytes are kept. See its dependencies.'
    severity: 1
    enabled: true
    scopes: [
      ready.id
      insights.id
    ]
    evaluationFrequency: 'PT5M'
    windowSize: readySeconds == 300 ? 'PT5M' : 'PT15M'
    autoMitigate: true
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.WebtestLocationAvailabilityCriteria'
      webTestId: ready.id
      componentId: insights.id
      failedLocationCount: 2
    }
    actions: [
      {
        actionGroupId: people.id
      }
    ]
  }
}
