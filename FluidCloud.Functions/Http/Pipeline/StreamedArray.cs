using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>A JSON array written while it is read, so that a listing of any length takes little memory.</summary>
internal sealed class StreamedArray<T> : IResult, IAsyncDisposable
{
    private const int FlushBytes = 32 * 1024;

    private readonly IAsyncEnumerator<T> items;
    private bool hasItem;

    private StreamedArray(IAsyncEnumerator<T> items) => this.items = items;

    /// <summary>Reads the first item, so that what fails at once is still answered as an error.</summary>
    public static async Task<IResult> Start(IAsyncEnumerable<T> items, CancellationToken cancel)
    {
        var array = new StreamedArray<T>(items.GetAsyncEnumerator(cancel));
        try
        {
            array.hasItem = await array.items.MoveNextAsync();
            return array;
        }
        catch
        {
            await array.DisposeAsync();
            throw;
        }
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await using var disposal = this;
        httpContext.Response.ContentType = MediaTypeNames.Application.Json;
        var body = httpContext.Response.BodyWriter;
        await using var writer = new Utf8JsonWriter(body, new() { Encoder = ApiJson.Options.Encoder });
        var sent = 0L;
        writer.WriteStartArray();
        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            JsonSerializer.Serialize(writer, items.Current, ApiJson.Options);
            var written = writer.BytesCommitted + writer.BytesPending;
            if (written - sent < FlushBytes)
                continue;
            await writer.FlushAsync(httpContext.RequestAborted); // Only as far as the buffer of the body...
            await body.FlushAsync(httpContext.RequestAborted); // ...and this sends it, at the pace of the client.
            sent = written;
        }
        writer.WriteEndArray();
    }

    public ValueTask DisposeAsync() => items.DisposeAsync();
}
