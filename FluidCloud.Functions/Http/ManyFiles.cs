using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Functions.Http.OpenApi;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http;

/// <summary>The form of the calls for many files: ids in, one answer per id out, whatever becomes of the others.</summary>
internal static class ManyFiles
{
    /// <exception cref="FluidCloudException">422 not a list of 1 to <see cref="ChangeFiles.MaxFiles"/> ids.</exception>
    public static async Task<IResult> Respond(
        HttpRequest request, Func<IReadOnlyList<FileId>, Task<IReadOnlyDictionary<FileId, FileAnswer>>> run, CancellationToken cancel)
    {
        var files = (await RequestBody.Read<ManyFilesIn>(request, cancel)).Ids();
        var answers = await run(files);
        return ApiJson.Result(new ManyFilesOut([.. files.Select(file => FileAnswerOut.Of(file, answers[file]))]));
    }
}

/// <param name="FileIds">1 to 1,000 ids. An id that appears twice gets two results.</param>
internal sealed record ManyFilesIn([property: Field(Required = true, IsId = true, Min = 1, Max = ChangeFiles.MaxFiles, Example = "[\"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"]")] IReadOnlyList<string?>? FileIds = null)
{
    public IReadOnlyList<FileId> Ids()
    {
        if (FileIds is not { Count: > 0 and <= ChangeFiles.MaxFiles })
            throw Errors.Invalid("file_ids", $"must hold 1 to {ChangeFiles.MaxFiles} ids");
        return [.. FileIds.Select(id => Id.Parse<FileId>(id, "file_ids"))];
    }
}

/// <param name="Results">In the order of the request.</param>
internal sealed record ManyFilesOut(IReadOnlyList<FileAnswerOut> Results);

/// <param name="Status">200, or the status that a call for this file alone would return.</param>
/// <param name="Detail">The error message; null for 200.</param>
internal sealed record FileAnswerOut(FileId Id, [property: Field(Example = "404")] int Status, string? Detail)
{
    public static FileAnswerOut Of(FileId file, FileAnswer answer) => answer.Refused is { } refused
        ? new(file, ErrorStatus.Of(refused.Code), refused.Message)
        : new(file, StatusCodes.Status200OK, Detail: null);
}
