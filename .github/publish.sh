#!/bin/sh
# Publishes a package to the Function app: publish.sh FILE.zip. Needs AZURE_RESOURCE_GROUP and AZURE_FUNCTION_APP_NAME.
# New role assignments take minutes to propagate, and the platform returns 403 until then
# (https://github.com/Azure/azure-dev/issues/8026): so it tries again.
set -eu
for pause in 30 60 120 240 0; do
  if az functionapp deployment source config-zip --resource-group "$AZURE_RESOURCE_GROUP" --name "$AZURE_FUNCTION_APP_NAME" --src "$1" --output none; then
    exit
  fi
  sleep "$pause"
done
exit 1
