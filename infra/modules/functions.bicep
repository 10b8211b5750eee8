// The application on Flex Consumption: it scales to zero, HTTP and every queue by itself.
// https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan

@description('The name of the Function app.')
param name string

@description('The name of its plan.')
param planName string

@description('Its region.')
param location string

@description('Its tags.')
param tags { *: string }

@description('The identity that it runs as.')
param identityName string

@description('The account of the Functions host.')
param hostStorageName string

@description('The account of bytes and queues.')
param dataStorageName string

@description('The Cosmos DB account.')
param metadataName string

@description('The vault of the keys that sign raw links and the erasure log.')
param vaultName string

@description('The Application Insights component.')
param insightsName string

@description('The network whose subnet `functions` it calls from. Empty for none.')
param networkName string

@description('The Front Door profile, which alone may call it. Empty for none: everybody may.')
param frontDoorName string

@description('Its endpoint, which caches raw links.')
param frontDoorEndpointName string

@description('The host name of raw links.')
param linkHost string

@description('The name of the erasure log, for ever. Empty takes the host name of raw links.')
param erasureLogOrigin string

@description('builtin, clamav or defender.')
param scanner string

@description('Accept that builtin finds no malware.')
param acceptBuiltinScanner bool

@description('Where clamd listens. Empty without it.')
param clamAvHost string

@description('Spread the instances over zones.')
param zoneRedundant bool

@description('Instances that always wait for HTTP requests.')
param alwaysReadyInstances int

@description('Memory of an instance in MB.')
param instanceMemory int

@description('Instances at most, of the whole app.')
param maximumInstances int

@description('HTTP requests that an instance takes at a time.')
param httpConcurrency int

@description('Recreate or RollingUpdate.')
param updateStrategy string

@description('Origins of web pages that may call the API.')
param corsOrigins string[]

@description('The identity provider of owners, by its issuer; empty for none.')
param ownerIssuer string

@description('The aud of the tokens of owners.')
param ownerAudience string

@description('The application by which the dashboard signs in.')
param ownerClientId string

@description('Further settings, by their names in docs/configuration.md.')
param appSettings { *: string }

var secrets = '${vault.properties.vaultUri}secrets'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: dataStorageName
}

resource metadata 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = {
  name: metadataName
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource network 'Microsoft.Network/virtualNetworks@2025-05-01' existing = if (!empty(networkName)) {
  name: networkName

  resource subnet 'subnets' existing = {
    name: 'functions'
  }
}

resource profile 'Microsoft.Cdn/profiles@2025-06-01' existing = if (!empty(frontDoorName)) {
  name: frontDoorName

  resource endpoint 'afdEndpoints' existing = {
    name: frontDoorEndpointName
  }
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
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
    zoneRedundant: zoneRedundant
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  // azd publishes the service `api` of azure.yaml to the app with this tag.
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identity.id
    // All traffic goes by the subnet, in Flex Consumption without further settings:
    // https://learn.microsoft.com/azure/azure-functions/functions-networking-options#virtual-network-integration
    virtualNetworkSubnetId: empty(networkName) ? null : network::subnet.id
    functionAppConfig: {
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${hostStorage.properties.primaryEndpoints.blob}packages'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      // The published types lack it: https://learn.microsoft.com/azure/azure-functions/flex-consumption-site-updates
      #disable-next-line BCP037
      siteUpdateStrategy: {
        type: updateStrategy
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
      // Other Front Doors have the same addresses: the header tells ours.
      // https://learn.microsoft.com/azure/app-service/app-service-ip-restrictions#restrict-access-to-a-specific-azure-front-door-instance
      ipSecurityRestrictionsDefaultAction: empty(frontDoorName) ? 'Allow' : 'Deny'
      ipSecurityRestrictions: empty(frontDoorName) ? [] : [
        {
          name: 'front-door'
          priority: 100
          action: 'Allow'
          tag: 'ServiceTag'
          ipAddress: 'AzureFrontDoor.Backend'
          headers: {
            'x-azure-fdid': [
              profile!.properties.frontDoorId
            ]
          }
        }
      ]
      // Publishing does not come through Front Door; it takes a sign-in to Entra ID.
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: 'Allow'
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
      AzureWebJobsStorage__clientId: identity.properties.clientId
      // Not APPLICATIONINSIGHTS_CONNECTION_STRING: the host would report the path of every request, and the tokens in it.
      FluidCloudTelemetry__applicationInsights: insights.properties.ConnectionString
      // The application's own clients take the same identity, without trying what a developer's machine might have.
      AZURE_CLIENT_ID: identity.properties.clientId
      AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential'
      FluidCloudStorage__blobServiceUri: dataStorage.properties.primaryEndpoints.blob
      FluidCloudStorage__queueServiceUri: dataStorage.properties.primaryEndpoints.queue
      FluidCloudStorage__account: dataStorage.id
      FluidCloudStorage__credential: 'managedidentity'
      FluidCloudStorage__clientId: identity.properties.clientId
      FluidCloudCosmos__endpoint: metadata.properties.documentEndpoint
      FluidCloudShares__baseUrl: 'https://${linkHost}'
      FluidCloudShares__signingKeys__0: '@Microsoft.KeyVault(SecretUri=${secrets}/share-signing-key)'
      FluidCloudErasureLog__origin: empty(erasureLogOrigin) ? '${linkHost}/erasure-log' : erasureLogOrigin
      FluidCloudErasureLog__signingKey: '@Microsoft.KeyVault(SecretUri=${secrets}/erasure-log-signing-key)'
      FluidCloudEdge__frontDoorEndpoint: empty(frontDoorName) ? '' : profile::endpoint.id
      FluidCloudScanner__kind: scanner
      // The application answers browsers itself: the platform would not let pages see the request's id.
      FluidCloudCors__origins: join(corsOrigins, ',')
      FluidCloudOwners__issuer: ownerIssuer
      FluidCloudOwners__audience: ownerAudience
      FluidCloudOwners__clientId: ownerClientId
    }, scanner != 'builtin' ? {} : {
      FluidCloudScanner__acceptBuiltin: string(acceptBuiltinScanner)
    }, scanner != 'clamav' ? {} : {
      FluidCloudClamAv__host: clamAvHost
    }, appSettings)
  }
}
