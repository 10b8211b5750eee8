// The application on Flex Consumption: it scales to zero, HTTP and every queue by itself.
// https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan

@description('The name of the Function app.')
param name string

@description('The name of its plan.')
param planName string

@description('Its region.')
param location string

@description('Its tags.')
param tags object

@description('The identity that it runs as.')
param identityId string

@description('The client id of that identity.')
param identityClientId string

@description('The account of the Functions host.')
param hostStorageName string

@description('The container of the published packages, in that account.')
param packageContainer string

@description('The account of bytes and queues.')
param dataStorageName string

@description('The Cosmos DB account.')
param metadataEndpoint string

@description('The secret with the key that signs raw links.')
param signingKeyUri string

@description('The host name of raw links.')
param linkHost string

@description('The Front Door endpoint that caches raw links. Empty for none.')
param edgeId string

@description('The Application Insights component.')
param insightsName string

@description('The subnet that it calls from. Empty for none.')
param subnetId string

@description('Instances that always wait for HTTP requests.')
param alwaysReadyInstances int

@description('Memory of an instance in MB.')
param instanceMemory int

@description('Instances at most, of each group that scales by itself.')
param maximumInstances int

@description('HTTP requests that an instance takes at a time.')
param httpConcurrency int

@description('Origins of web pages that may call the API.')
param corsOrigins array

@description('Further settings, by their names in docs/configuration.md.')
param appSettings object

resource hostStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: dataStorageName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  // azd publishes the service `api` of azure.yaml to the app with this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0 ? [] : [
          {
            name: 'http'
            instanceCount: alwaysReadyInstances
          }
        ]
        // For HTTP. Each queue's function scales on instances of its own, and takes as many messages at a time as
        // host.json says (batchSize and newBatchThreshold).
        triggers: {
          http: {
            perInstanceConcurrency: httpConcurrency
          }
        }
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      http20Enabled: true
      cors: {
        allowedOrigins: corsOrigins
      }
    }
  }

  // Publishing is by identity: the passwords of FTP and of the deployment site are off.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union({
      AzureWebJobsStorage__accountName: hostStorage.name
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identityClientId
      // Not APPLICATIONINSIGHTS_CONNECTION_STRING: the host would report the path of every request, and the tokens in it.
      FluidCloudTelemetry__applicationInsights: insights.properties.ConnectionString
      // The application's own clients take the same identity, without trying what a developer's machine might have.
      AZURE_CLIENT_ID: identityClientId
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
      FluidCloudStorage__blobServiceUri: dataStorage.properties.primaryEndpoints.blob
      FluidCloudStorage__queueServiceUri: dataStorage.properties.primaryEndpoints.queue
      FluidCloudStorage__credential: 'managedidentity'
      FluidCloudStorage__clientId: identityClientId
      FluidCloudCosmos__endpoint: metadataEndpoint
      FluidCloudShares__baseUrl: 'https://${linkHost}'
      FluidCloudShares__signingKeys__0: '@Microsoft.KeyVault(SecretUri=${signingKeyUri})'
      FluidCloudEdge__frontDoorEndpoint: edgeId
    }, appSettings)
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
