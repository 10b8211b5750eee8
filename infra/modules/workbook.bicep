// The dashboards of docs/operations.md.

@description('The workspace that it reads.')
param workspaceName string

@description('The Cosmos DB account, whose load it shows.')
param metadataName string

@description('The region.')
param location string

@description('Its tags.')
param tags { *: string }

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' existing = {
  name: workspaceName
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: metadataName
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // A workbook is named by a GUID: https://learn.microsoft.com/azure/azure-monitor/visualize/workbooks-automate
  name: guid(workspace.id, 'fluidcloud')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'FluidCloud'
    category: 'workbook'
    sourceId: workspace.id
    serializedData: replace(loadTextContent('../workbook.json'), 'METADATA_ID', metadata.id)
  }
}
