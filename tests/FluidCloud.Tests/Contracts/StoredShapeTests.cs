using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluidCloud.Core;
using FluidCloud.Core.Jobs;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Tombstones;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>
/// What is stored and queued is read by the version before after a rollback, and by the next one for years. Each shape has a
/// file: a difference is either a field that was added, which older versions pass over, or a mistake.
/// </summary>
/// <remarks>With FLUIDCLOUD_TEST_WRITE_SHAPES=1 the files are written. Only add: rename nothing, remove nothing, and give what is new a default.</remarks>
public sealed class StoredShapeTests
{
    private static readonly string Folder = Path.Combine(RepositoryRoot.Path, "tests", "FluidCloud.Tests", "Contracts", "Shapes");
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly IReadOnlyDictionary<string, Type> Types =
        typeof(CoreServices).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false })
            .Where(type => type.IsAssignableTo(typeof(Document)) || type.IsAssignableTo(typeof(IJob)))
            .ToDictionary(type => type.IsAssignableTo(typeof(IJob)) ? $"message.{type.Name}" : $"document.{DocumentType(type)}");

    /// <summary>The name of the type, and that of a file: with everything in it, or with what there always is.</summary>
    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (var name in Types.Keys)
            {
                files.Add(name, name);
                files.Add(name, name + Least);
            }
            return files;
        }
    }

    private const string Least = ".least";

    [Theory, MemberData(nameof(Files))]
    public void What_is_written_is_as_its_file_has_it(string name, string file)
    {
        var written = Write(Types[name], new Specimen(whole: name == file).Of(Types[name]));
        if (Environment.GetEnvironmentVariable("FLUIDCLOUD_TEST_WRITE_SHAPES") == "1")
            File.WriteAllText(PathOf(file), written);

        File.Exists(PathOf(file)).ShouldBeTrue($"{file} is not there yet: write it with FLUIDCLOUD_TEST_WRITE_SHAPES=1.");
        written.ShouldBe(File.ReadAllText(PathOf(file)));
    }

    [Theory, MemberData(nameof(Files))]
    public void What_its_file_has_is_read_whole(string name, string file)
    {
        var text = File.ReadAllText(PathOf(file));

        Write(Types[name], Read(Types[name], text)).ShouldBe(text);
    }

    [Fact]
    public void Every_file_is_of_something_that_is_stored() =>
        Directory.EnumerateFiles(Folder).Select(Path.GetFileNameWithoutExtension).ShouldBe(Types.Keys.Concat(Types.Keys.Select(name => name + Least)), ignoreOrder: true);

    [Fact]
    public void A_message_of_an_older_version_is_read()
    {
        const string Older = """
            {"Job":{"Tenant":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f","Space":null,"Sweep":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f","Cause":2},
             "DueAt":"2026-06-23T10:04:11Z","TraceParent":null}
            """;

        JobJson.Read<PlanSweepJob>(Older).Job.Cause.ShouldBe(PurgeCause.Retention);
        JobJson.Read<AuditTenantJob>("""{"Job":{"Tenant":"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f"}}""").Job.Part.ShouldBeNull();
    }

    private static string DocumentType(Type type) => (string)type.GetProperty(nameof(IDocumentType.Type), BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;

    private static string PathOf(string file) => Path.Combine(Folder, file + ".json");

    private static string Write(Type type, object value)
    {
        var text = value is IJob
            ? Call(nameof(WriteMessage), type, value)
            : JsonSerializer.Serialize(value, type, MetadataJson.Options);
        return JsonNode.Parse(text)!.ToJsonString(Indented) + "\n";
    }

    private static object Read(Type type, string text) => type.IsAssignableTo(typeof(IJob))
        ? Call<object>(nameof(ReadMessage), type, text)
        : JsonSerializer.Deserialize(text, type, MetadataJson.Options)!;

    private static string WriteMessage<T>(T job) where T : IJob =>
        JobJson.Write(new JobMessage<T>(job, new DateTimeOffset(2026, 6, 23, 10, 4, 11, TimeSpan.Zero), "some trace"));

    private static object ReadMessage<T>(string text) where T : IJob => JobJson.Read<T>(text).Job;

    private static string Call(string method, Type job, object argument) => Call<string>(method, job, argument);

    private static T Call<T>(string method, Type job, object argument) => (T)typeof(StoredShapeTests)
        .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(job).Invoke(null, [argument])!;
}
