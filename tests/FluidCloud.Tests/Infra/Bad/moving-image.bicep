resource app 'Microsoft.App/containerApps@2025-07-01' = {
  name: 'moving-image'
  location: 'x'
  tags: {}
  properties: {
    template: {
      containers: [
        { name: 'clamd', image: 'clamav/clamav:1.5' }
      ]
    }
  }
}
