// What Azure itself logs of the resources, where operations.md or an alert reads it. No log of requests: paths hold tokens.
// https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings

@description('The workspace that takes the logs.')
param workspaceName string

@description('The account of bytes and queues.')
param dataStorageName string

@description('The Cosmos DB account.')
param metadataName string

@description('The vault.')
param vaultName string

@description('The Front Door profile. Empty for none.')
param frontDoorName string

@description('The Container Apps environment of clamd. Empty for none.')
param scannerName string

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }

  resource queues 'queueServices' existing = {
    name: 'default'
  }
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: metadataName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = if (!empty(frontDoorName)) {
  name: frontDoorName
}

resource scanners 'Microsoft.App/managedEnvironments@2025-07-01' existing = if (!empty(scannerName)) {
  name: scannerName
}

// The documented version, and the only one with these properties: the linter would have the one of 2016.
#disable-diagnostics use-recent-api-versions

// StorageBlobLogs: who deleted which blob. Signatures of URLs are removed by the service.
// https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage-reference#resource-logs
resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: dataStorage::blobs
  name: 'fluidcloud'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'StorageDelete'
        enabled: true
      }
    ]
  }
}

// StorageQueueLogs: what is put into a poison queue, of which no metric tells by queue.
resource queueLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: dataStorage::queues
  name: 'fluidcloud'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'StorageWrite'
        enabled: true
      }
    ]
  }
}

resource metadataLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: metadata
  name: 'fluidcloud'
  properties: {
    workspaceId: workspace.id
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'ControlPlaneRequests'
        enabled: true
      }
    ]
  }
}

resource vaultLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: vault
  name: 'fluidcloud'
  properties: {
    workspaceId: workspace.id
    logAnalyticsDestinationType: 'Dedicated'
    logs: [
      {
        category: 'AuditEvent'
        enabled: true
      }
    ]
  }
}

// What the firewall blocked, without paths and headers (front-door.bicep).
resource firewallLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(frontDoorName)) {
  scope: profile
  name: 'fluidcloud'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'FrontDoorWebApplicationFirewallLog'
        enabled: true
      }
    ]
  }
}

resource scannerLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (!empty(scannerName)) {
  scope: scanners
  name: 'fluidcloud'
  properties: {
    workspaceId: workspace.id
    logs: [
      {
        category: 'ContainerAppConsoleLogs'
        enabled: true
      }
      {
        category: 'ContainerAppSystemLogs'
        enabled: true
      }
    ]
  }
}
