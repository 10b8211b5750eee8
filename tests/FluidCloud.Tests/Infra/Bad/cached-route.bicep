resource endpoint 'Microsoft.Cdn/profiles/afdEndpoints@2025-06-01' existing = {
  name: 'x/y'

  resource api 'routes' = {
    name: 'cached-route-1'
    properties: {
      patternsToMatch: ['/api/*']
      cacheConfiguration: { queryStringCachingBehavior: 'IgnoreQueryString' }
    }
  }

  resource manyCopies 'routes' = {
    name: 'cached-route-2'
    properties: {
      patternsToMatch: ['/s/*']
      cacheConfiguration: { queryStringCachingBehavior: 'UseQueryString' }
    }
  }
}
