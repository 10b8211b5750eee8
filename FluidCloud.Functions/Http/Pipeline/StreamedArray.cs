using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace FluidCloud.Functions.Http.Pipeline;

/// <summary>
/// Streams a JSON array, so that a listing of any length needs little memory. A failure before the first
/// <see cref="FlushBytes"/> are sent still becomes an error response.
/// </summary>
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
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        // Into a buffer: what is in the body can't be taken back.
        var unsent = new ArrayBufferWriter<byte>(FlushBytes);
        await using var writer = new Utf8JsonWriter(unsent, new() { Encoder = ApiJson.Options.Encoder });
        writer.WriteStartArray();
        for (; hasItem; hasItem = await items.MoveNextAsync())
        {
            JsonSerializer.Serialize(writer, items.Current, ApiJson.Options);
            if (unsent.WrittenCount + writer.BytesPending >= FlushBytes)
                await Send();
        }
        writer.WriteEndArray();
        await Send();

        // Waits for slow clients.
        async Task Send()
        {
            await writer.FlushAsync(httpContext.RequestAborted);
            await httpContext.Response.Body.WriteAsync(unsent.WrittenMemory, httpContext.RequestAborted);
            unsent.ResetWrittenCount();
        }
    }

    public ValueTask DisposeAsync() => items.DisposeAsync();
}
