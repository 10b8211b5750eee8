resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: 'x'

  resource settings 'config' = {
    name: 'host-telemetry'
    properties: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: 'InstrumentationKey=x'
    }
  }
}
