// Front Door before the API: the only way in (functions.bicep), with a firewall. What may be cached is cached as long as its
// own Cache-Control allows; everything else is passed on.

@description('The name of the profile.')
param profileName string

@description('The name of the endpoint, which Front Door makes a host name of.')
param endpointName string

@description('The name of the firewall policy: letters and digits.')
param firewallName string

@description('standard or premium. Only premium takes managed rules.')
param tier string

@description('Requests that one address may send in a minute.')
param requestsPerAddress int

@description('The host of the API.')
param originHostName string

@description('A host name of your own for the raw links; empty for none. Its DNS must point here (docs/deploy.md).')
param customDomain string

@description('The tags of all that takes some.')
param tags { *: string }

var sku = tier == 'premium' ? 'Premium_AzureFrontDoor' : 'Standard_AzureFrontDoor'
var domains = empty(customDomain) ? [] : [{ id: domain.id }]

resource profile 'Microsoft.Cdn/profiles@2025-06-01' = {
  name: profileName
  location: 'global'
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    // The most there is, and more than the 230 seconds after which Functions itself closes the connection.
    originResponseTimeoutSeconds: 240
    // A path may hold the token of a link. https://learn.microsoft.com/azure/frontdoor/standard-premium/sensitive-data-protection
    logScrubbing: {
      state: 'Enabled'
      scrubbingRules: [
        {
          matchVariable: 'RequestUri'
          selectorMatchOperator: 'EqualsAny'
          state: 'Enabled'
        }
      ]
    }
  }
}

resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' = {
  parent: profile
  name: endpointName
  location: 'global'
  tags: tags
  properties: {
    enabledState: 'Enabled'
  }
}

// One origin has no alternative, so its health is not asked: probes of every edge would keep instances awake for nothing.
// https://learn.microsoft.com/azure/frontdoor/health-probes
resource origins 'Microsoft.Cdn/profiles/originGroups@2025-06-01' = {
  parent: profile
  name: 'functions'
  properties: {
    loadBalancingSettings: {
      sampleSize: 4
      successfulSamplesRequired: 3
    }
  }
}

resource origin 'Microsoft.Cdn/profiles/originGroups/origins@2025-06-01' = {
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

resource domain 'Microsoft.Cdn/profiles/customDomains@2025-06-01' = if (!empty(customDomain)) {
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

resource links 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'links'
  // A route needs an origin in its group.
  dependsOn: [origin]
  properties: {
    originGroup: {
      id: origins.id
    }
    customDomains: domains
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

// A full tile of the erasure log never changes, and says so in its Cache-Control. The checkpoint does, and goes by the next
// route: a cached one would hide the newest receipts.
resource logTiles 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'erasure-log-tiles'
  dependsOn: [origin]
  properties: {
    originGroup: {
      id: origins.id
    }
    customDomains: domains
    patternsToMatch: [
      '/erasure-log/tile/*'
    ]
    supportedProtocols: [
      'Http'
      'Https'
    ]
    forwardingProtocol: 'HttpsOnly'
    httpsRedirect: 'Enabled'
    linkToDefaultDomain: 'Enabled'
    cacheConfiguration: {
      queryStringCachingBehavior: 'IgnoreQueryString'
    }
  }
}

resource log 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'erasure-log'
  dependsOn: [origin]
  properties: {
    originGroup: {
      id: origins.id
    }
    customDomains: domains
    patternsToMatch: [
      '/erasure-log/*'
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

// Hashed assets are cached for long and index.html not at all, as their Cache-Control says.
resource dashboard 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'dashboard'
  dependsOn: [origin]
  properties: {
    originGroup: {
      id: origins.id
    }
    patternsToMatch: [
      '/dashboard'
      '/dashboard/*'
    ]
    supportedProtocols: [
      'Http'
      'Https'
    ]
    forwardingProtocol: 'HttpsOnly'
    httpsRedirect: 'Enabled'
    linkToDefaultDomain: 'Enabled'
    cacheConfiguration: {
      queryStringCachingBehavior: 'IgnoreQueryString'
      compressionSettings: {
        isCompressionEnabled: true
        contentTypesToCompress: [
          'application/javascript'
          'application/json'
          'image/svg+xml'
          'text/css'
          'text/html'
          'text/javascript'
        ]
      }
    }
  }
}

// Not under the host of the raw links: files of strangers are shown there, so nothing that signs in shares its origin.
resource rest 'Microsoft.Cdn/profiles/afdEndpoints/routes@2025-06-01' = {
  parent: endpoint
  name: 'rest'
  dependsOn: [origin]
  properties: {
    originGroup: {
      id: origins.id
    }
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

resource firewall 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies@2025-03-01' = {
  name: firewallName
  location: 'global'
  tags: tags
  sku: {
    name: sku
  }
  properties: {
    policySettings: {
      enabledState: 'Enabled'
      mode: 'Prevention'
      // Only managed rules read bodies.
      requestBodyCheck: tier == 'premium' ? 'Enabled' : null
      // Of standard only the rate is limited, and the API has a status for that.
      customBlockResponseStatusCode: tier == 'premium' ? 403 : 429
      customBlockResponseBody: base64(tier == 'premium' ? '{"detail":"Blocked by the firewall."}' : '{"detail":"Too many requests."}')
      // https://learn.microsoft.com/azure/web-application-firewall/afds/waf-sensitive-data-protection-configure-frontdoor
      logScrubbing: {
        state: 'Enabled'
        scrubbingRules: [
          {
            matchVariable: 'RequestUri'
            selectorMatchOperator: 'EqualsAny'
            state: 'Enabled'
          }
          {
            matchVariable: 'RequestHeaderNames'
            selectorMatchOperator: 'Equals'
            selector: 'Authorization'
            state: 'Enabled'
          }
          {
            matchVariable: 'RequestHeaderNames'
            selectorMatchOperator: 'Equals'
            selector: 'X-API-Key'
            state: 'Enabled'
          }
          {
            matchVariable: 'QueryStringArgNames'
            selectorMatchOperator: 'Equals'
            selector: 'client_key'
            state: 'Enabled'
          }
        ]
      }
    }
    customRules: {
      rules: [
        // Every request, counted by address. Each edge server counts for itself, so a little more may pass.
        // https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-rate-limit
        {
          name: 'RequestsPerAddress'
          priority: 100
          enabledState: 'Enabled'
          ruleType: 'RateLimitRule'
          rateLimitDurationInMinutes: 1
          rateLimitThreshold: requestsPerAddress
          groupBy: [
            {
              variableName: 'SocketAddr'
            }
          ]
          matchConditions: [
            {
              matchVariable: 'RequestUri'
              operator: 'Contains'
              negateCondition: false
              matchValue: [
                '/'
              ]
            }
          ]
          action: 'Block'
        }
      ]
    }
    managedRules: {
      managedRuleSets: tier != 'premium' ? [] : [
        {
          ruleSetType: 'Microsoft_DefaultRuleSet'
          ruleSetVersion: '2.1'
          ruleSetAction: 'Block'
          // What people call their files and folders may look like SQL or a path, and URLs to import from are URLs: they are
          // data, and validated at the API's own door.
          // https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-exclusion
          exclusions: [
            {
              matchVariable: 'RequestBodyJsonArgNames'
              selectorMatchOperator: 'EqualsAny'
              selector: '*'
            }
            {
              matchVariable: 'QueryStringArgNames'
              selectorMatchOperator: 'Equals'
              selector: 'client_key'
            }
          ]
          ruleGroupOverrides: [
            // PUT, PATCH and DELETE are this API's daily bread.
            // https://learn.microsoft.com/azure/web-application-firewall/afds/waf-front-door-drs#drs911-21
            {
              ruleGroupName: 'METHOD-ENFORCEMENT'
              rules: [
                {
                  ruleId: '911100'
                  enabledState: 'Disabled'
                }
              ]
            }
          ]
        }
      ]
    }
  }
}

resource protection 'Microsoft.Cdn/profiles/securityPolicies@2025-06-01' = {
  parent: profile
  name: 'firewall'
  properties: {
    parameters: {
      type: 'WebApplicationFirewall'
      wafPolicy: {
        id: firewall.id
      }
      associations: [
        {
          domains: concat([{ id: endpoint.id }], domains)
          patternsToMatch: [
            '/*'
          ]
        }
      ]
    }
  }
}

output apiHost string = endpoint.properties.hostName
output linkHost string = empty(customDomain) ? endpoint.properties.hostName : customDomain
