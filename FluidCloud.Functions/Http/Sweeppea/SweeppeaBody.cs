using System.Text.Json;
using FluidCloud.Core;
using FluidCloud.Functions.Http.Pipeline;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Sweeppea;

/// <summary>Reads the bodies of Sweeppea's requests. An error includes the expected body.</summary>
internal sealed class SweeppeaBody(Dictionary<string, string> expected)
{
    private const string FileToken = "FileToken";

    /// <summary>A file's id. Sweeppea's are UUIDs of version 4, as ours are (statements 184, 229).</summary>
    public FileId FileTokenOf(string? text) =>
        Id.TryParse<FileId>(text, out var id) && id.Value is { Version: 4, Variant: >= 8 and <= 11 } ? id : throw Invalid(FileToken);

    public string FileNameOf(string? text)
    {
        try
        {
            return Names.ValidateFileName(text, "Filename");
        }
        catch (FluidCloudException e) when (e.Code == ErrorCode.Invalid)
        {
            throw Invalid("Filename");
        }
    }

    public int NumberOf(int? number, string field, int least, int most, int unlessGiven) =>
        number is null ? unlessGiven
        : number >= least && number <= most ? number.Value
        : throw Invalid(field);

    /// <returns>An object without fields when there is no body.</returns>
    public async Task<T> Read<T>(HttpRequest request, CancellationToken cancel, int maxBytes = RequestBody.MaxBytes) where T : class, new()
    {
        var bytes = await RequestBody.ReadBytes(request, cancel, maxBytes);
        if (bytes.IsEmpty)
            return new();
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, SweeppeaResponse.Json) ?? new();
        }
        catch (JsonException e)
        {
            throw Invalid(e.Path?.TrimStart('$', '.') ?? "");
        }
    }

    /// <param name="field">The invalid field; an unexpected name means the whole body.</param>
    public FluidCloudException Invalid(string field) => new(ErrorCode.Invalid, field switch
    {
        _ when field != FileToken && expected.ContainsKey(field) => $"Invalid {field}.",
        _ when expected.ContainsKey(FileToken) => "Invalid or Missing FileToken.",
        _ => "Invalid Body.",
    }, expected);
}
