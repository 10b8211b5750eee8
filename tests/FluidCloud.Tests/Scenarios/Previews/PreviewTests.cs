using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using FluidCloud.Adapters.Azure;
using FluidCloud.Adapters.Pictures;
using FluidCloud.Core;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Previews;
using FluidCloud.Tests.Hosting;
using ImageMagick;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>The application with the real converter, whose conversions are counted and can be replaced.</summary>
public sealed class PreviewApp(AzuriteFixture azurite) : LocalApp(azurite)
{
    public CountedConverter Converter { get; } = new();

    protected override void Customise(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton(new PreviewLimits { MaxBytes = 20_000_000 }));
        services.Replace(ServiceDescriptor.Singleton<IPreviewConverter>(Converter));
    }

    public sealed class CountedConverter : IPreviewConverter
    {
        private readonly PictureConverter real = new(new());
        private int conversions;

        public int Conversions => conversions;

        public string? Missing { get; set; }

        /// <summary>Awaited before each conversion.</summary>
        public Func<Task> Before { get; set; } = () => Task.CompletedTask;

        public async Task<byte[]> Convert(ImageFormat format, Stream image, long size, CancellationToken cancel)
        {
            Interlocked.Increment(ref conversions);
            await Before();
            return await real.Convert(format, image, size, cancel);
        }
    }
}

public class PreviewTests : IClassFixture<PreviewApp>
{
    private readonly PreviewApp app;

    public PreviewTests(PreviewApp app)
    {
        this.app = app;
        app.Converter.Missing = null;
        app.Converter.Before = () => Task.CompletedTask;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, Contract(82, 141, 142, 143, 144, 145, 146, 147, 148)]
    [InlineData("heic")]
    [InlineData("heif")]
    [InlineData("tiff")]
    [InlineData("bmp")]
    public async Task An_image_that_browsers_do_not_show_is_converted_once_and_goes_with_its_file(string extension)
    {
        var bytes = TestPicture.MakeWide(extension);
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("holiday." + extension, bytes);
        var before = app.Converter.Conversions;

        var preview = (await client.GetAsync($"files/{id}/preview")).ShouldBe(200);
        var again = (await client.GetAsync($"files/{id}/preview")).ShouldBe(200);

        preview.Json.EnumerateObject().Select(field => field.Name).ShouldBe(["url", "kind", "mime", "converted"]);
        (preview["kind"].GetString(), preview["mime"].GetString(), preview["converted"].GetBoolean()).ShouldBe(("image", "image/jpeg", true));
        using (var answer = await TenantClient.FetchAsync(preview["url"].GetString()!))
        {
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");
            answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
            answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe($"holiday.{extension}.jpg");
            answer.Content.Headers.ContentDisposition.FileName.ShouldBe($"holiday.{extension}.jpg");
            var jpeg = JpegFile.Read(await answer.Content.ReadAsByteArrayAsync(Cancel));
            (jpeg.Width, jpeg.Height).ShouldBe((2048, 1024));
        }
        new Uri(again["url"].GetString()!).AbsolutePath.ShouldBe(new Uri(preview["url"].GetString()!).AbsolutePath);
        app.Converter.Conversions.ShouldBe(before + 1);
        (await client.BytesUsedAsync()).ShouldBe(bytes.Length);
        (await Copies(client)).Count.ShouldBe(1);

        await client.TrashAsync(id);
        (await client.GetAsync($"files/{id}/preview")).ShouldFail(409, "Trash");
        (await client.DeleteAsync("gdpr/trash")).ShouldBe(200);
        await client.SweptAsync();

        (await Copies(client)).ShouldBeEmpty();
        (await client.GetAsync($"files/{id}/preview")).ShouldFail(404);
        using var gone = await TenantClient.FetchAsync(preview["url"].GetString()!);
        ((int)gone.StatusCode).ShouldBe(404);
    }

    [Fact, Contract(147)]
    public async Task Callers_at_once_convert_once_on_two_instances_too()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.tiff", TestPicture.Make(MagickFormat.Tiff, 100, 50));
        var before = app.Converter.Conversions;

        var other = OtherInstance();

        var links = Enumerable.Range(0, 4).Select(_ => other.Run(client.Tenant, Id.Parse<FileId>(id), Cancel)).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => client.GetAsync($"files/{id}/preview")));

        answers.Select(answer => new Uri(answer.ShouldBe(200)["url"].GetString()!))
            .Concat((await Task.WhenAll(links)).Select(link => link.Url)).Select(url => url.AbsolutePath).Distinct().Count().ShouldBe(1);
        app.Converter.Conversions.ShouldBe(before + 1);
        (await Copies(client)).Count.ShouldBe(1);
    }

    [Theory, Contract(149, 176)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Bmp)]
    public async Task An_image_that_can_not_be_converted_is_refused_with_the_reason_and_not_tried_again_at_once(ImageFormat format)
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("bomb", ImageBomb.Of(format, 50_000));
        var before = app.Converter.Conversions;

        (await client.GetAsync($"files/{id}/preview")).ShouldFail(422, "The preview could not be created: the image");
        (await client.GetAsync($"files/{id}/preview")).ShouldFail(422, "The preview could not be created: the image");

        app.Converter.Conversions.ShouldBe(before + 1);
        (await Copies(client)).ShouldBeEmpty();
        (await client.GetAsync($"files/{id}/download")).ShouldBe(200);
        app.Clock.Skip(TimeSpan.FromMinutes(11));
        (await client.GetAsync($"files/{id}/preview")).ShouldFail(422);
        app.Converter.Conversions.ShouldBe(before + 2);
    }

    [Fact, Contract(149)]
    public async Task A_file_too_large_to_convert_and_a_server_without_the_converter_say_so()
    {
        var client = await app.NewTenantAsync();
        var large = await client.UploadAsync("a.bmp", [.. ImageBomb.Of(ImageFormat.Bmp, 5), .. new byte[20_000_000]]);
        (await client.GetAsync($"files/{large}/preview")).ShouldFail(422, "20000054 bytes, more than 20000000");

        app.Converter.Missing = "the converter is not installed on this server";
        var id = await client.UploadAsync("b.bmp", ImageBomb.Of(ImageFormat.Bmp, 5));
        (await client.GetAsync($"files/{id}/preview")).ShouldFail(422, "the converter is not installed");
        app.Clock.Skip(TimeSpan.FromSeconds(6));
        var ready = (await TenantClient.SendRawAsync(app, HttpMethod.Get, "health/ready")).ShouldBe(200);
        ready["dependencies"].GetProperty("previews").GetProperty("note").GetString().ShouldNotBeNull().ShouldContain("converter");
    }

    [Fact, Contract(216)]
    public async Task A_purge_in_the_middle_of_a_conversion_wins()
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync("a.tiff", TestPicture.Make(MagickFormat.Tiff, 100, 50));
        var (begun, purged) = (new TaskCompletionSource(), new TaskCompletionSource());
        app.Converter.Before = () =>
        {
            begun.TrySetResult();
            return purged.Task;
        };
        var preview = client.GetAsync($"files/{id}/preview");
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        (await client.DeleteAsync($"gdpr/files/{id}")).ShouldBe(204);
        purged.SetResult();

        (await preview).ShouldFail(404);
        (await Copies(client)).ShouldBeEmpty();
        (await client.GetAsync($"files/{id}")).ShouldFail(404);
    }

    public static TheoryData<string, byte[], string, string, string> Shown => new()
    {
        { "a.bin", [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0], "image", "image/png", "image/png" },
        { "a.pdf", "%PDF-1.7"u8.ToArray(), "pdf", "application/pdf", "application/pdf" },
        { "a.mp3", [.. "ID3"u8, 0, 0, 0], "audio", "audio/mpeg", "audio/mpeg" },
        { "a.mp4", [0, 0, 0, 0x18, .. "ftypisom"u8, .. new byte[12]], "video", "video/mp4", "video/mp4" },
        { "a.png", "<html><script>alert(1)</script>"u8.ToArray(), "text", "text/plain", "text/plain; charset=utf-8" },
        { "a.svg", "<svg onload='alert(1)'/>"u8.ToArray(), "text", "text/plain", "text/plain; charset=utf-8" },
        { "a.xml", "<?xml version='1.0'?><a/>"u8.ToArray(), "text", "text/plain", "text/plain; charset=utf-8" },
        { "ä.txt", "Grüße"u8.ToArray(), "text", "text/plain", "text/plain; charset=utf-8" },
    };

    [Theory, MemberData(nameof(Shown)), Contract(142, 143, 144, 145)]
    public async Task What_a_browser_shows_is_served_inline_under_its_detected_type(string name, byte[] bytes, string kind, string mime, string contentType)
    {
        var client = await app.NewTenantAsync();
        var id = await client.UploadAsync(name, bytes);

        var preview = (await client.GetAsync($"files/{id}/preview")).ShouldBe(200);

        (preview["kind"].GetString(), preview["mime"].GetString(), preview["converted"].GetBoolean()).ShouldBe((kind, mime, false));
        using var answer = await TenantClient.FetchAsync(preview["url"].GetString()!);
        answer.Content.Headers.ContentType!.ToString().ShouldBe(contentType);
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("inline");
        answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe(name);
        (await answer.Content.ReadAsByteArrayAsync(Cancel)).ShouldBe(bytes);
    }

    [Fact, Contract(105, 149, 174, 175)]
    public async Task What_has_no_preview_or_is_not_clean_is_refused()
    {
        var client = await app.NewTenantAsync();

        var zip = await client.UploadAsync("a.jpg", [.. "PK\x03\x04"u8, 0, 0]);
        (await client.GetAsync($"files/{zip}/preview")).ShouldFail(415, "application/zip");
        var binary = await client.UploadAsync("a.bin", [0, 1, 2, 3]);
        (await client.GetAsync($"files/{binary}/preview")).ShouldFail(415);
        var infected = await client.UploadAsync("a.txt", Malware.Eicar);
        (await client.GetAsync($"files/{infected}/preview")).ShouldFail(409, "scan_status='infected'");
    }

    /// <summary>It shares the stores and nothing else.</summary>
    private ShowPreview OtherInstance()
    {
        var make = ActivatorUtilities.CreateInstance<MakePreview>(app.Services);
        return ActivatorUtilities.CreateInstance<ShowPreview>(app.Services, ActivatorUtilities.CreateInstance<FindPreview>(app.Services, make));
    }

    private static async Task<IReadOnlyList<string>> Copies(TenantClient client) =>
        await new BlobServiceClient(client.App.StorageConnection).GetBlobContainerClient(AzurePreviewStore.Container)
            .GetBlobsAsync(new GetBlobsOptions { Prefix = client.Tenant + "/" }, Cancel).Select(blob => blob.Name).ToListAsync(Cancel);
}
