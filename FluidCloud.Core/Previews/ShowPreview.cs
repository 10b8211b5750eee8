using FluidCloud.Core.Access;
using FluidCloud.Core.Blobs;
using FluidCloud.Core.Files;
using FluidCloud.Core.MediaTypes;
using FluidCloud.Core.Metadata;

namespace FluidCloud.Core.Previews;

/// <summary>
/// Signs a short-lived URL that a viewer can display inline: of the file itself, or of its converted preview.
/// </summary>
public sealed class ShowPreview(FindFile find, IBlobStore blobs, IPreviewStore previews, FindPreview copies)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <exception cref="FluidCloudException">
    /// 409 in Trash or not clean; 415 no preview for this type; 422 the image can't be converted (statements 105, 149, 224).
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

/// <param name="Mime">The type that the URL serves.</param>
/// <param name="Converted">Whether the URL serves a converted preview.</param>
public sealed record PreviewLink(Uri Url, PreviewKind Kind, string Mime, bool Converted);
