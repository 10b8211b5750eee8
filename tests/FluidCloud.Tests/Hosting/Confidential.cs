using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace FluidCloud.Tests.Hosting;

/// <summary>What the tests have sent and got that may be in no log: names of files, keys of clients, signatures, tokens.</summary>
public static partial class Confidential
{
    /// <summary>The fields that hold such things. Folders and spaces have a <c>name</c> too, which is as private.</summary>
    private static readonly HashSet<string> Fields = ["name", "original_name", "client_key", "url", "source_url"];

    private static readonly ConcurrentDictionary<string, byte> Known = new();

    private static readonly ConcurrentQueue<string> Found = new();

    /// <summary>What was found in the logs that were searched so far.</summary>
    public static IReadOnlyCollection<string> Leaks => Found;

    /// <summary>Takes note of what is confidential in a body, or an answer.</summary>
    public static void Learn(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            Learn("", document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A body that is meant to be broken, with half a character too, or an answer without one.
        }
    }

    /// <summary>Searches a log that is complete, and remembers what it finds for the end of the run.</summary>
    public static void Search(CollectedLog log)
    {
        foreach (var line in In(log.Lines))
            Found.Enqueue(line);
    }

    /// <returns>The lines that hold something confidential, each with what it is.</returns>
    public static IReadOnlyList<string> In(IReadOnlyCollection<string> lines)
    {
        var known = System.Buffers.SearchValues.Create([.. Known.Keys], StringComparison.Ordinal);
        return
        [
            .. from line in lines
               let at = line.AsSpan().IndexOfAny(known)
               let secret = Secret().Match(line)
               where at >= 0 || secret.Success
               select $"{(secret.Success ? secret.Value : Known.Keys.First(text => line.Contains(text, StringComparison.Ordinal)))}: {line}",
        ];
    }

    private static void Learn(string field, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Learn(member.Name, member.Value);
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Learn(field, item);
                break;
            case JsonValueKind.String when Fields.Contains(field):
                LearnText(value.GetString()!);
                break;
        }
    }

    private static void LearnText(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme.StartsWith("http", StringComparison.Ordinal))
        {
            Add(HttpUtility.ParseQueryString(url.Query)["sig"]);
            Add(url.AbsolutePath.StartsWith("/s/", StringComparison.Ordinal) ? url.Segments[^1] : null);
        }
        else
        {
            Add(text);
        }
    }

    /// <summary>A shorter text, or a plain word, is in a log by accident.</summary>
    private static void Add(string? text)
    {
        if (text?.Length >= 5 && !Word().IsMatch(text))
            Known[text] = 0;
    }

    [GeneratedRegex(@"^\p{L}{1,12}$")]
    private static partial Regex Word();

    /// <summary>An API key, a signature of storage, a storage account's key: whoever made it.</summary>
    [GeneratedRegex(@"fck_(live|test)_[0-9a-f]{32}|[?&]sig=|AccountKey=|SharedKey |Bearer [\w-]{20}")]
    private static partial Regex Secret();
}
