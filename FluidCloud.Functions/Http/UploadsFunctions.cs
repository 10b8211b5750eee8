using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Imports;
using FluidCloud.Core.Uploads;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http;

/// <summary>
/// Uploads: initiate, send the bytes to storage, complete. Or the server fetches the bytes from a URL.
/// </summary>
public sealed class UploadsFunctions(ApiPipeline api, StartUpload start, CompleteUpload complete, AbortUpload abort, ReadUpload read, SignParts signParts, StartImport import)
{
    [Function(nameof(InitiateUpload))]
    [Operation("Initiate an upload", Details = "Send the bytes to the URLs of the response, then complete the upload.", Scope = "files:write",
        Body = typeof(InitiateUploadIn), Fails = [400, 402, 404, 409, 413, 422], Window = RateLimit.UploadStarts)]
    [Answer(200, typeof(TicketOut))]
    public Task<IResult> InitiateUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/uploads/initiate")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
        {
            var announced = await RequestBody.Read<InitiateUploadIn>(request, cancel);
            return ApiJson.Result(TicketOut.Of(await start.Run(caller, announced.ToRequest(), cancel)));
        }, RateLimit.UploadStarts);

    [Function(nameof(CompleteUpload))]
    [Operation("Complete an upload", Details = "The file is then scanned, and can be downloaded once it is clean.", Scope = "files:write",
        Body = typeof(CompleteUploadIn), Fails = [404, 409, 413, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> CompleteUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/uploads/complete")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
        {
            var upload = await RequestBody.Read<CompleteUploadIn>(request, cancel);
            var parts = upload.PartNumbers();
            var file = Id.Parse<FileId>(upload.FileId ?? throw Errors.Invalid("file_id", "is required"));
            return ApiJson.Result(FileOut.Of(await complete.Run(caller, file, upload.Key, cancel, parts, upload.Sha256)));
        });

    [Function(nameof(ImportUrl))]
    [Operation("Import a file from a public URL", Scope = "files:write", Body = typeof(ImportUrlIn), Fails = [400, 404, 409, 413, 422], Window = RateLimit.UrlImports)]
    [Answer(202, typeof(ImportOut))]
    public Task<IResult> ImportUrl(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/uploads/import-url")] HttpRequest request, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
        {
            var wanted = await RequestBody.Read<ImportUrlIn>(request, cancel);
            var file = await import.Run(caller, wanted.Url, wanted.ToRequest(), cancel);
            return ApiJson.Result(new ImportOut(file, UploadStatus.Importing), StatusCodes.Status202Accepted);
        }, RateLimit.UrlImports);

    [Function(nameof(GetUpload))]
    [Operation("Read the state of an upload", Scope = "files:read", Fails = [404, 422])]
    [Answer(200, typeof(UploadOut))]
    public Task<IResult> GetUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/uploads/{file_id}")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesRead, async caller =>
            ApiJson.Result(UploadOut.Of(await read.Run(caller.Reach, Id.Parse<FileId>(file_id), cancel))));

    [Function(nameof(SignUploadParts))]
    [Operation("Sign fresh URLs for parts", Details = "Each call keeps the upload alive, until six days after its start.", Scope = "files:write",
        Body = typeof(SignPartsIn), Fails = [404, 409, 413, 422])]
    [Answer(200, typeof(TicketOut))]
    public Task<IResult> SignUploadParts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/uploads/{file_id}/parts")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
        {
            var wanted = await RequestBody.Read<SignPartsIn>(request, cancel);
            return ApiJson.Result(TicketOut.Of(await signParts.Run(caller.Reach, Id.Parse<FileId>(file_id), wanted.Numbers(), cancel)));
        });

    [Function(nameof(AbortUpload))]
    [Operation("Abort an unfinished upload", Scope = "files:write", Fails = [404, 422])]
    [Answer(204)]
    public Task<IResult> AbortUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/uploads/{file_id}")] HttpRequest request,
        string file_id, CancellationToken cancel) =>
        api.Run(request, Scope.FilesWrite, async caller =>
        {
            await abort.Run(caller.Reach, Id.Parse<FileId>(file_id), cancel);
            return Results.NoContent();
        });
}

/// <param name="Mime">The type as the caller states it. The MIME type of the file is detected from its bytes.</param>
internal sealed record InitiateUploadIn(
    [property: Field(Required = true, Min = 1, Max = 255)] string? Name = null,
    [property: Field(Required = true)] long? Size = null,
    [property: Field(Required = true, IsId = true)] string? SpaceId = null,
    [property: Field(IsId = true)] string? FolderId = null,
    [property: Field(Min = 1, Max = 1024)] string? ClientKey = null,
    [property: Field(Min = 1, Max = 64, Pattern = "^[a-z0-9_-]+$")] string? App = null,
    string? Mime = null,
    [property: Field(Max = 32)] IReadOnlyList<string?>? Tags = null)
{
    public UploadRequest ToRequest() => new(Name, Size, SpaceId, FolderId, ClientKey, App, Tags);
}

/// <param name="Name">Default: the last segment of the URL's path.</param>
internal sealed record ImportUrlIn(
    [property: Field(Required = true, Example = "\"https://example.com/report.pdf\"")] string? Url = null,
    [property: Field(Required = true, IsId = true)] string? SpaceId = null,
    [property: Field(Min = 1, Max = 255)] string? Name = null,
    [property: Field(IsId = true)] string? FolderId = null,
    [property: Field(Min = 1, Max = 1024)] string? ClientKey = null,
    [property: Field(Min = 1, Max = 64, Pattern = "^[a-z0-9_-]+$")] string? App = null,
    [property: Field(Max = 32)] IReadOnlyList<string?>? Tags = null)
{
    public UploadRequest ToRequest() => new(Name, Size: null, SpaceId, FolderId, ClientKey, App, Tags);
}

/// <param name="PartsReceived">The numbers of the parts received so far; null unless the upload waits for parts, like the two fields before it.</param>
internal sealed record UploadOut(
    FileId FileId, UploadStatus Status, string Name, long? Size, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string? Error,
    long? PartSize, int? PartCount, IReadOnlyList<int>? PartsReceived)
{
    public static UploadOut Of(UploadProgress upload) => new(
        upload.FileId, upload.Status, upload.Name, upload.Size, upload.CreatedAt, upload.ExpiresAt, upload.Error,
        upload.Parts?.PartSize, upload.Parts?.Count, upload.PartsReceived);
}

/// <param name="Parts">Optional: storage knows which parts it has received.</param>
/// <param name="Sha256">Optional: the scan compares the bytes with it (statement 233).</param>
internal sealed record CompleteUploadIn(
    [property: Field(Required = true, IsId = true)] string? FileId = null,
    [property: Field(Required = true)] string? Key = null,
    IReadOnlyList<SentPart?>? Parts = null,
    [property: Field(Pattern = "^[0-9a-fA-F]{64}$")] string? Sha256 = null)
{
    public IReadOnlyList<int>? PartNumbers() =>
        Parts?.Select(part => part?.PartNumber ?? throw Errors.Invalid("parts", "part_number is required")).ToList();
}

/// <param name="Etag">Ignored; accepted because clients of other storage services send it.</param>
internal sealed record SentPart([property: Field(Required = true)] int? PartNumber = null, string? Etag = null);

/// <param name="Url">null for an upload in parts; <paramref name="PartSize"/> and <paramref name="Parts"/> are null for an upload in one piece.</param>
/// <param name="Headers">Headers to send with each PUT.</param>
internal sealed record TicketOut(
    FileId FileId, string Key, [property: Field(Values = ["PUT"])] string Method, Uri? Url, IReadOnlyDictionary<string, string> Headers, DateTimeOffset ExpiresAt,
    long? PartSize, IReadOnlyList<PartUrl>? Parts)
{
    private static readonly Dictionary<string, string> WholeBlob = new() { ["x-ms-blob-type"] = "BlockBlob" };

    public static TicketOut Of(UploadTicket ticket) => new(
        ticket.FileId, ticket.Key, "PUT", ticket.Url, ticket.Parts is null ? WholeBlob : [], ticket.ExpiresAt,
        ticket.PartSize, ticket.Parts);
}

/// <param name="PartNumbers">1 to 1,000 of the upload's parts.</param>
internal sealed record SignPartsIn([property: Field(Required = true, Min = 1, Max = 1000)] IReadOnlyList<int?>? PartNumbers = null)
{
    public IReadOnlyList<int> Numbers()
    {
        if (PartNumbers is not { Count: > 0 and <= 1000 })
            throw Errors.Invalid("part_numbers", "must name 1 to 1000 parts");
        return [.. PartNumbers.Select(number => number ?? throw Errors.Invalid("part_numbers", "must be numbers"))];
    }
}

/// <param name="FileId">The id of the future file.</param>
internal sealed record ImportOut(FileId FileId, UploadStatus Status);
