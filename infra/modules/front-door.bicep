// Front Door before the API. Only raw links are cached there, as long as their own Cache-Control allows.

@description('The name of the profile.')
param profileName string

@description('The name of the endpoint, which Front Door makes a host name of.')
param endpointName string

@description('The host of the API.')
param originHostName string

@description('A host name of your own; empty for none. Its DNS must point here (docs/deploy.md).')
param customDomain string

@description('The tags of profile and endpoint.')
param tags object

resource profile 'Microsoft.Cdn/profiles@2024-02-01' = {
  name: profileName
  location: 'global'
  tags: tags
  sku: {
    name: 'Standard_AzureFrontDoor'
  }
  properties: {
    // An import or a large range may take its time.
    originResponseTimeoutSeconds: 120
  }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2024-02-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  tags: tags
  properties: {
    enabledState: 'Enabled'
  }
}

// One origin has no alternative, so its health is not asked: probes of every edge would keep instances awake for nothing.
resource origins 'Microsoft.Cdn/profiles/originGroups@2024-02-01' = {
  parent: profile
  name: 'functions'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
    }
  }
}

resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2024-02-01' = {
  parent: origins
  name: 'functions'
  properties: {
    hostName: originHostName
    originHostHeader: originHostName
    httpPort: 80
    httpsPort: 443
    enforceCertificateNameCheck: true
  }
}

resource domain 'Microsoft.Cdn/profiles/customDomains@2024-02-01' = if (!empty(customDomain)) {
  parent: profile
  name: replace(customDomain, '.', '-')
  properties: {
    hostName: customDomain
    tlsSettings: {
      certificateType: 'ManagedCertificate'
      minimumTlsVersion: 'TLS12'
    }
  }
}

resource links 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-02-01' = {
  parent: endpoint
  name: 'links'
  // A route needs an origin in its group.
  dependsOn: [origin]
  properties: {
    originGroup: {
      id: origins.id
    }
    customDomains: empty(customDomain) ? [] : [
      {
        id: domain.id
      }
    ]
    patternsToMatch: [
      '/s/*'
    ]
    supportedProtocols: [
      'Http'
      'Https'
    ]
    forwardingProtocol: 'HttpsOnly'
    httpsRedirect: 'Enabled'
    // The purge of a link names one host: there must be no copy under another.
    linkToDefaultDomain: empty(customDomain) ? 'Enabled' : 'Disabled'
    // One copy for each path, so that purging the path leaves none behind.
    cacheConfiguration: {
      queryStringCachingBehavior: 'IgnoreQueryString'
    }
  }
}

resource rest 'Microsoft.Cdn/profiles/afdEndpoints/routes@2024-02-01' = {
  parent: endpoint
  name: 'rest'
  dependsOn: [origin]
  properties: {
    originGroup: {
      id: origins.id
    }
    customDomains: empty(customDomain) ? [] : [
      {
        id: domain.id
      }
    ]
    patternsToMatch: [
      '/*'
    ]
    supportedProtocols: [
      'Http'
      'Https'
    ]
    forwardingProtocol: 'HttpsOnly'
    httpsRedirect: 'Enabled'
    linkToDefaultDomain: 'Enabled'
  }
}

output profileName string = profile.name
output endpointId string = endpoint.id
output endpointName string = endpoint.name
output hostName string = empty(customDomain) ? endpoint.properties.hostName : customDomain
