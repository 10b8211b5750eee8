using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Uploads;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>Uploads: reserve and sign, then complete. The bytes go straight to storage in between.</summary>
public sealed class UploadsFunctions(ApiPipeline api, StartUpload start, CompleteUpload complete)
{
    [Function(nameof(InitiateUpload))]
    public Task<IResult> InitiateUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/uploads/initiate")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
        {
            var announced = await RequestBody.Read<InitiateUploadIn>(request, cancel);
            return ApiJson.Answer(TicketOut.Of(await start.Run(caller, announced.ToRequest(), cancel)));
        }, RateLimit.UploadStarts);

    [Function(nameof(CompleteUpload))]
    public Task<IResult> CompleteUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/uploads/complete")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
        {
            var upload = await RequestBody.Read<CompleteUploadIn>(request, cancel);
            var file = Id.Parse<FileId>(upload.FileId ?? throw Errors.Invalid("file_id", "is required"));
            return ApiJson.Answer(FileOut.Of(await complete.Run(caller, file, upload.Key, cancel)));
        });
}

/// <param name="Mime">What the caller takes it for. The MIME type of a file is detected from its bytes.</param>
internal sealed record InitiateUploadIn(
    string? Name = null, long? Size = null, string? SpaceId = null, string? FolderId = null,
    string? ClientKey = null, string? App = null, string? Mime = null, IReadOnlyList<string?>? Tags = null)
{
    public UploadRequest ToRequest() => new(Name, Size, SpaceId, FolderId, ClientKey, App, Tags);
}

internal sealed record CompleteUploadIn(string? FileId = null, string? Key = null);

/// <param name="Headers">To be sent with the PUT.</param>
internal sealed record TicketOut(
    FileId FileId, string Key, string Method, Uri Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt)
{
    public static TicketOut Of(UploadTicket ticket) => new(
        ticket.FileId, ticket.Key, "PUT", ticket.Url, new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob" }, ticket.ExpiresAt);
}
