// Cosmos DB: one container with all metadata.

@description('The name of the account.')
@maxLength(44)
param name string

@description('Its region.')
param location string

@description('Its tags.')
param tags { *: string }

@description('serverless or autoscale.')
param capacity string

@description('RU/s at most, with autoscale.')
param maxThroughput int

@description('Keep replicas in several zones.')
param zoneRedundant bool

@description('The region of a second copy. Empty for none.')
param secondRegion string

@description('Close it to the Internet.')
param isolated bool

// Partition key, indexes and expiry as the code describes them (CosmosContainer): a test holds the two together.
var container = loadJsonContent('../cosmos-container.json')
var databaseName = 'fluidcloud'
var serverless = capacity == 'serverless'

// A serverless account has one region: https://learn.microsoft.com/azure/cosmos-db/serverless#use-cases
var checkedSecondRegion = serverless && !empty(secondRegion)
  ? fail('metadataSecondRegion needs metadataCapacity autoscale: a serverless account has one region.')
  : secondRegion

var first = [
  {
    locationName: location
    failoverPriority: 0
    isZoneRedundant: zoneRedundant
  }
]
var second = empty(checkedSecondRegion) ? [] : [
  {
    locationName: checkedSecondRegion
    failoverPriority: 1
    isZoneRedundant: false
  }
]

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: name
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: concat(first, second)
    // The service moves writes to the second region when the first one is lost. With Strong consistency every
    // acknowledged write is there already.
    enableAutomaticFailover: !empty(secondRegion)
    capabilities: serverless ? [
      {
        name: 'EnableServerless'
      }
    ] : []
    // What one instance has committed, every other one sees at once: a revoked key, a trashed file, a tombstone. With
    // session consistency only the writer would. Over two regions each write waits for both, and regions more than
    // 8,000 km apart are refused: https://learn.microsoft.com/azure/cosmos-db/consistency-levels#strong-consistency
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

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-10-15' = {
  parent: account
  name: databaseName
  tags: tags
  properties: {
    resource: {
      id: databaseName
    }
  }
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-10-15' = {
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

output endpoint string = account.properties.documentEndpoint
