using FluidCloud.Core.Access;
using FluidCloud.Core.Spaces;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Spaces: list and create.</summary>
public sealed class SpacesFunctions(ApiPipeline api, ListSpaces list, CreateSpace create)
{
    [Function(nameof(ListSpaces))]
    public Task<IResult> ListSpaces(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/spaces")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.SpacesRead, async caller =>
            ApiJson.Answer((await list.Run(caller.Tenant, cancel)).Select(SpaceOut.Of)));

    [Function(nameof(CreateSpace))]
    public Task<IResult> CreateSpace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/spaces")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.SpacesWrite, async caller =>
        {
            var space = await RequestBody.Read<CreateSpaceIn>(request, cancel);
            return ApiJson.Answer(SpaceOut.Of(await create.Run(caller, space.Name, cancel)), StatusCodes.Status201Created);
        });
}

internal sealed record CreateSpaceIn(string? Name = null);

internal sealed record SpaceOut(string Id, Core.TenantId TenantId, string Name, string App, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SpaceOut Of(Space space) => new(space.Id, space.TenantId, space.Name, space.App, space.CreatedAt, space.UpdatedAt);
}
