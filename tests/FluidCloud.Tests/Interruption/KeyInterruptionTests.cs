using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Interruption;

/// <summary>A key changes in two partitions, and whatever comes in between, none works that is not shown as working.</summary>
[Contract(31, 171)]
public sealed class KeyInterruptionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<CutMode, int> Cuts
    {
        get
        {
            var cuts = new TheoryData<CutMode, int>();
            foreach (var mode in Enum.GetValues<CutMode>())
            {
                cuts.Add(mode, 1);
                cuts.Add(mode, 2);
            }
            return cuts;
        }
    }

    [Theory, MemberData(nameof(Cuts))]
    public async Task Revoking_a_key(CutMode mode, int k)
    {
        await using var world = await new World().Settle();
        var key = await world.Get<CreateApiKey>().Run(world.Tenant, new(Scope.All), Cancel);
        world.Cut.Arm(k, mode);

        await Should.ThrowAsync<CutException>(() => world.Get<RevokeApiKey>().Run(key.Id, Cancel));

        world.Cut.Restart();
        if (await Works(world, key.Text))
            (await Listed(world)).RevokedAt.ShouldBeNull();
        await world.Get<RevokeApiKey>().Run(key.Id, Cancel);
        (await Works(world, key.Text)).ShouldBeFalse();
        (await Listed(world)).RevokedAt.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Cuts))]
    public async Task Making_a_key(CutMode mode, int k)
    {
        await using var world = await new World().Settle();
        world.Cut.Arm(k, mode);

        await Should.ThrowAsync<CutException>(() => world.Get<CreateApiKey>().Run(world.Tenant, new(Scope.All), Cancel));

        world.Cut.Restart();
        var happened = mode is CutMode.AnswerLost or CutMode.DiesAfter;
        var listed = await world.Get<ListApiKeys>().Run(world.Tenant, Cancel);
        listed.Count.ShouldBe(k == 2 || happened ? 1 : 0);
        foreach (var key in listed)
            (await world.Store.Read<ApiKey>(Partitions.OfApiKey(key.ListedKeyId), ApiKey.OnlyId, Cancel) is not null).ShouldBe(k == 2 && happened);
    }

    private static async Task<ApiKey> Listed(World world) => (await world.Get<ListApiKeys>().Run(world.Tenant, Cancel)).Single();

    private static async Task<bool> Works(World world, string text)
    {
        try
        {
            await world.Get<AuthenticateCaller>().Run(text, Cancel);
            return true;
        }
        catch (FluidCloudException e) when (e.Code == ErrorCode.Unauthorized)
        {
            return false;
        }
    }
}
