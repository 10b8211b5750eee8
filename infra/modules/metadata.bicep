// Cosmos DB: one container with all metadata.

@description('The name of the account.')
@maxLength(44)
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('serverless or autoscale.')
param capacity string

@description('RU/s at most, with autoscale.')
param maxThroughput int

@description('Keep replicas in several zones.')
param zoneRedundant bool

@description('Close it to the Internet.')
param isolated bool

// Partition key, indexes and expiry as the code describes them (CosmosContainer): a test holds the two together.
var container = loadJsonContent('../cosmos-container.json')
var databaseName = 'fluidcloud'
var serverless = capacity == 'serverless'

resource account 'Microsoft.DocumentDB/databaseAccounts@2024-11-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [
      {
        locationName: location
        failoverPriority: 0
        isZoneRedundant: zoneRedundant
      }
    ]
    capabilities: serverless ? [
      {
        name: 'EnableServerless'
      }
    ] : []
    // What one instance has committed, every other one sees at once: a revoked key, a trashed file, a tombstone. With
    // session consistency only the writer would.
    consistencyPolicy: {
      defaultConsistencyLevel: 'Strong'
    }
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: isolated ? 'Disabled' : 'Enabled'
    // Point-in-time restore of the last seven days, and no longer: for that time a restored copy of this account would hold
    // the names, sizes and checksums of purged files again, though never their bytes. It is the shortest that continuous
    // backup has. What to do after a restore: docs/deploy.md.
    backupPolicy: {
      type: 'Continuous'
      continuousModeProperties: {
        tier: 'Continuous7Days'
      }
    }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2024-11-15' = {
  parent: account
  name: databaseName
  tags: tags
  properties: {
    resource: {
      id: databaseName
    }
  }
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2024-11-15' = {
  parent: database
  name: container.id
  tags: tags
  properties: {
    resource: container
    options: serverless ? {} : {
      autoscaleSettings: {
        maxThroughput: maxThroughput
      }
    }
  }
}

output id string = account.id
output name string = account.name
output endpoint string = account.properties.documentEndpoint
output containerPath string = '/dbs/${database.name}/colls/${metadata.name}'
