#!/bin/sh
# Makes the key that signs raw links, once: another one would end every link there is. It goes to the vault through the
# resource provider, so no right on secrets is needed, and a vault that is closed to the Internet is no obstacle.
# Needs AZURE_SUBSCRIPTION_ID, AZURE_RESOURCE_GROUP, AZURE_KEY_VAULT_NAME and AZURE_FUNCTION_APP_NAME.
set -eu
group="https://management.azure.com/subscriptions/$AZURE_SUBSCRIPTION_ID/resourceGroups/$AZURE_RESOURCE_GROUP/providers"
secrets="$group/Microsoft.KeyVault/vaults/$AZURE_KEY_VAULT_NAME/secrets"
version="api-version=2023-07-01"

found=$(az rest --method get --url "$secrets?$version" --query "length(value[?name=='share-signing-key'])" --output tsv)
if [ "$found" != 0 ]; then
  echo "The key of raw links is there."
  exit
fi

# By a file that only its owner reads: arguments are seen by every process of the machine.
umask 077
body=$(mktemp)
trap 'rm -f "$body"' EXIT
printf '{"properties": {"value": "%s"}}' "$(openssl rand -base64 32)" > "$body"
az rest --method put --url "$secrets/share-signing-key?$version" --body "@$body" --output none
# The application was made before its key, and would look again within a day:
# https://learn.microsoft.com/azure/app-service/app-service-key-vault-references#rotation
az rest --method post --output none \
  --url "$group/Microsoft.Web/sites/$AZURE_FUNCTION_APP_NAME/config/configreferences/appsettings/refresh?api-version=2022-03-01"
echo "The key of raw links was made."
