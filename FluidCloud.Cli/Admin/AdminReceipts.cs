using System.CommandLine;
using FluidCloud.Core;
using FluidCloud.Core.Receipts;
using FluidCloud.Local.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FluidCloud.Cli.Admin;

/// <summary><c>./run admin verify-receipts</c>: whether a tenant's erasure receipts are as they were sealed.</summary>
internal static class AdminReceipts
{
    public static Command Build(Func<ParseResult, MetadataPlace> metadata)
    {
        var tenant = new Option<string>("--tenant") { Required = true, Description = "The id of the tenant." };
        var command = new Command("verify-receipts", "Checks a tenant's blocks of erasure receipts and names the first that does not hold.") { tenant };
        command.Do(metadata, async (arguments, services, cancel) =>
        {
            var found = await services.GetRequiredService<VerifyReceipts>()
                .Run(Id.Parse<TenantId>(arguments.GetValue(tenant), "--tenant"), cancel);
            if (found.Broken is { } broken)
                throw new FluidCloudException(ErrorCode.Conflict, $"Block {broken.Number} does not hold: {broken.Problem}. {found.Blocks} blocks before it do.");
            await arguments.Output().WriteLineAsync(
                $"{found.Blocks} blocks with {found.Receipts} receipts hold. The last block's hash is {found.LastHash ?? "-"}.");
        });
        return command;
    }
}
