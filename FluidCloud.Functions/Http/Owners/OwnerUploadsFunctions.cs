using FluidCloud.Core;
using FluidCloud.Core.Access;
using FluidCloud.Core.Owners;
using FluidCloud.Core.Tenants;
using FluidCloud.Core.Uploads;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace FluidCloud.Functions.Http.Owners;

/// <summary>Uploads of an owner to a tenant's space: the bytes go straight to storage, as those of a key.</summary>
public sealed class OwnerUploadsFunctions(OwnerPipeline owners, StartUpload start, CompleteUpload complete)
{
    [Function(nameof(OwnerInitiateUpload))]
    [Operation("Begin an upload", Details = "The bytes go to the URLs of the answer; then the upload is completed.", Role = OwnerRole.Operator,
        Body = typeof(InitiateUploadIn), Fails = [400, 402, 404, 409, 413, 422])]
    [Answer(200, typeof(TicketOut))]
    public Task<IResult> OwnerInitiateUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "owner/api/tenants/{tenant_id}/uploads/initiate")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ChangeTenant(request, OwnerRole.Operator, tenant_id, async tenant =>
        {
            var announced = (await RequestBody.Read<InitiateUploadIn>(request, cancel)).ToRequest();
            return new(new("upload.start", tenant.TenantId), async () => ApiJson.Result(TicketOut.Of(await start.Run(CallerFor(tenant), announced, cancel))));
        });

    [Function(nameof(OwnerCompleteUpload))]
    [Operation("Complete an upload", Details = "Its file is scanned then, and can be downloaded once it is clean.", Role = OwnerRole.Operator,
        Body = typeof(CompleteUploadIn), Fails = [404, 409, 413, 422])]
    [Answer(200, typeof(FileOut))]
    public Task<IResult> OwnerCompleteUpload(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "owner/api/tenants/{tenant_id}/uploads/complete")] HttpRequest request,
        string tenant_id, CancellationToken cancel) =>
        owners.ChangeTenant(request, OwnerRole.Operator, tenant_id, async tenant =>
        {
            var upload = await RequestBody.Read<CompleteUploadIn>(request, cancel);
            var parts = upload.PartNumbers();
            var file = Id.Parse<FileId>(upload.FileId ?? throw Errors.Invalid("file_id", "is required"));
            return new(new("upload.complete", tenant.TenantId, file.ToString()), async () =>
                ApiJson.Result(FileOut.Of(await complete.Run(CallerFor(tenant), file, upload.Key, cancel, parts, upload.Sha256))));
        });

    /// <summary>Uploads belong to who calls; of an owner <c>created_by</c> says only that, and the audit log says who.</summary>
    private static Caller CallerFor(Tenant tenant) =>
        new(tenant.TenantId, "owner", new HashSet<string>(), App: null) { KeyId = "owner", KeyCreatedAt = tenant.CreatedAt };
}
