using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Deletion;
using FluidCloud.Core.Spaces;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Spaces: list, create, rename, and delete when empty.</summary>
public sealed class SpacesFunctions(
    ApiPipeline api, ListSpaces list, CreateSpace create, FindSpace find, RenameSpace rename, DeleteSpace delete)
{
    [Function(nameof(ListSpaces))]
    [Operation("List spaces", Scope = "spaces:read", Fails = [422])]
    [Answer(200, typeof(IReadOnlyList<SpaceOut>))]
    [Pages]
    public Task<IResult> ListSpaces(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/spaces")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.SpacesRead, async caller =>
        {
            var spaces = await list.Run(caller.Reach, PageQuery.Of(request, SpacesByAge.KeysetValues), cancel);
            return await PageQuery.Respond(request, spaces, SpaceOut.Of, cancel);
        });

    [Function(nameof(CreateSpace))]
    [Operation("Create a space", Scope = "spaces:write", Body = typeof(CreateSpaceIn), Fails = [413, 422])]
    [Answer(201, typeof(SpaceOut))]
    public Task<IResult> CreateSpace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/spaces")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.SpacesWrite, async caller =>
        {
            var space = await RequestBody.Read<CreateSpaceIn>(request, cancel);
            return ApiJson.Result(SpaceOut.Of(await create.Run(caller, space.Name, space.App, cancel)), StatusCodes.Status201Created);
        });

    [Function(nameof(GetSpace))]
    [Operation("Read a space", Scope = "spaces:read", Fails = [404, 422])]
    [Answer(200, typeof(SpaceOut))]
    public Task<IResult> GetSpace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/spaces/{space_id}")] HttpRequest request,
        string space_id, CancellationToken cancel) =>
        api.Run(request, Scope.SpacesRead, async caller =>
            ApiJson.Result(SpaceOut.Of(await find.Run(caller.Reach, Id.Parse<SpaceId>(space_id), cancel))));

    [Function(nameof(PatchSpace))]
    [Operation("Rename a space", Scope = "spaces:write", Body = typeof(PatchSpaceIn), Fails = [404, 413, 422])]
    [Answer(200, typeof(SpaceOut))]
    public Task<IResult> PatchSpace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/spaces/{space_id}")] HttpRequest request,
        string space_id, CancellationToken cancel) =>
        api.Run(request, Scope.SpacesWrite, async caller =>
        {
            var changes = await RequestBody.Read<PatchSpaceIn>(request, cancel);
            var id = Id.Parse<SpaceId>(space_id);
            return ApiJson.Result(SpaceOut.Of(changes.Name.IsGiven
                ? await rename.Run(caller.Reach, id, changes.Name.Value, cancel)
                : await find.Run(caller.Reach, id, cancel)));
        });

    [Function(nameof(DeleteSpace))]
    [Operation("Delete an empty space", Scope = "spaces:write", Fails = [404, 409, 422])]
    [Answer(204)]
    public Task<IResult> DeleteSpace(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/spaces/{space_id}")] HttpRequest request,
        string space_id, CancellationToken cancel) =>
        api.Run(request, Scope.SpacesWrite, async caller =>
        {
            await delete.Run(caller.Reach, Id.Parse<SpaceId>(space_id), cancel);
            return Results.NoContent();
        });
}

/// <param name="App">The product namespace of the space. Default: the key's, or the native one.</param>
internal sealed record CreateSpaceIn(
    [property: Field(Required = true, Min = 1, Max = 200, Example = "\"Contracts\"")] string? Name = null,
    [property: Field(Min = 1, Max = 64, Pattern = "^[a-z0-9_-]+$")] string? App = null);

internal sealed record PatchSpaceIn([property: Field(Min = 1, Max = 200, Example = "\"Contracts\"")] Optional<string> Name = default);

internal sealed record SpaceOut(
    [property: Field(IsId = true)] string Id, TenantId TenantId, [property: Field(Example = "\"Contracts\"")] string Name, string App, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static SpaceOut Of(Space space) => new(space.Id, space.TenantId, space.Name, space.App, space.CreatedAt, space.UpdatedAt);
}
