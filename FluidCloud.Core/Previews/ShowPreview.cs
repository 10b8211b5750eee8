using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Previews;

/// <summary>A short-lived URL that a viewer can show inline: of the file itself, or of the copy that was made of it.</summary>
public sealed class ShowPreview(FindFile find, IBlobStore blobs, IPreviewStore previews, FindPreview copies)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <exception cref="FluidCloudException">
    /// 409 in Trash or not clean; 415 no preview of this type; 422 none could be made of this image (statements 105, 149, 224).
    /// </exception>
    public async Task<PreviewLink> Run(Reach reach, FileId id, CancellationToken cancel)
    {
        var file = await find.ById(reach, id, cancel);
        if (file.DeletedAt is not null)
            throw Errors.InTrash();
        if (file.ScanStatus != ScanStatus.Clean)
            throw Errors.NotClean(MetadataJson.Text(file.ScanStatus));
        var form = PreviewForm.Of(file.Mime) ?? throw Errors.NoPreviewOfType(file.Mime);
        var contentType = BrowserTypes.ContentType(form.Mime, file.Charset);
        var headers = new DownloadHeaders(form.Source is null ? file.OriginalName : file.OriginalName + ".jpg", contentType) { Inline = true };
        var url = form.Source is { } source
            ? await previews.Sign(await copies.Run(file, source, cancel), headers, Lifetime, cancel)
            : await blobs.SignDownload(file.Blob, headers, Lifetime, cancel);
        return new(url, form.Kind, form.Mime, Converted: form.Source is not null);
    }
}

/// <param name="Mime">Of what the URL serves.</param>
/// <param name="Converted">Whether that is a copy in another format.</param>
public sealed record PreviewLink(Uri Url, PreviewKind Kind, string Mime, bool Converted);
