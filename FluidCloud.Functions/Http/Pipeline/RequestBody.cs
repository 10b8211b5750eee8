using System.Text.Json;
using FluidCloud.Core;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>The JSON body of a request.</summary>
internal static class RequestBody
{
    /// <summary>No body of this API comes near it: the bytes of files come this way only in Sweeppea's.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>A name that the caller made up is not echoed whole.</summary>
    private const int LongestShown = 100;

    /// <exception cref="FluidCloudException">413 too large; 422 not JSON, or an invalid field, which the error names.</exception>
    public static async Task<T> Read<T>(HttpRequest request, CancellationToken cancel) where T : class
    {
        var bytes = await ReadBytes(request, cancel);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes.Span, ApiJson.Options) ?? throw Errors.Invalid("body", "must be a JSON object");
        }
        catch (JsonException e)
        {
            throw Problem(e, bytes.Span);
        }
    }

    /// <exception cref="FluidCloudException">413 too large.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadBytes(HttpRequest request, CancellationToken cancel, int maxBytes = MaxBytes) =>
        WithoutMark(await ReadBounded(request, maxBytes, cancel));

    /// <summary>Skips a byte order mark, which some clients send (RFC 8259, 8.1).</summary>
    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> bytes) =>
        bytes.Span.StartsWith("\uFEFF"u8) ? bytes["\uFEFF"u8.Length..] : bytes;

    private static async Task<ReadOnlyMemory<byte>> ReadBounded(HttpRequest request, int maxBytes, CancellationToken cancel)
    {
        if (request.ContentLength > maxBytes)
            throw Errors.BodyTooLarge(maxBytes);
        var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, cancel)) > 0;)
        {
            if (buffer.Length + read > maxBytes)
                throw Errors.BodyTooLarge(maxBytes);
            buffer.Write(chunk, 0, read);
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    /// <summary>Names the invalid field by its path, as in <c>folder_id</c>; <c>body</c> when there is no field.</summary>
    private static FluidCloudException Problem(JsonException e, ReadOnlySpan<byte> body)
    {
        var field = e.Path?.TrimStart('$', '.');
        if (string.IsNullOrEmpty(field))
            return Errors.Invalid("body", "is not a valid JSON object");
        var problem = IsGivenTwice(field, body) ? "must be given once" : "has the wrong type";
        if (field.Length > LongestShown)
            field = field[..LongestShown] + "...";
        return Errors.Invalid(field, problem);
    }

    /// <summary>The serializer has no other sign for it than the text of its exception.</summary>
    private static bool IsGivenTwice(string field, ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        try
        {
            for (var count = 0; count < 2;)
            {
                if (!reader.Read())
                    return false;
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 } && reader.ValueTextEquals(field))
                    count++;
            }
            return true;
        }
        catch (JsonException)
        {
            return false; // The body ends early.
        }
    }
}
