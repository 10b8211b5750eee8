using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using FluidCloud.Functions.Http;
using FluidCloud.Functions.Http.Pipeline;
using FluidCloud.Tests.Hosting;
using Shouldly;

namespace FluidCloud.Tests.Scenarios;

/// <summary>What can't be right is refused with a documented status and a detail that names the field.</summary>
[Contract(170, 176, 222)]
public class BadInputTests(LocalApp app) : IClassFixture<LocalApp>
{
    /// <summary>Every body of the API, and where it is sent.</summary>
    private static readonly Dictionary<Type, string> Bodies = new()
    {
        [typeof(CreateSpaceIn)] = "POST spaces",
        [typeof(PatchSpaceIn)] = "PATCH spaces/9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f",
        [typeof(CreateFolderIn)] = "POST folders",
        [typeof(PatchFolderIn)] = "PATCH folders/9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f",
        [typeof(PatchFileIn)] = "PATCH files/9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f",
        [typeof(InitiateUploadIn)] = "POST uploads/initiate",
        [typeof(CompleteUploadIn)] = "POST uploads/complete",
        [typeof(SignPartsIn)] = "POST uploads/9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f/parts",
        [typeof(ManyFilesIn)] = "POST files/trash",
        [typeof(ImportUrlIn)] = "POST uploads/import-url",
        [typeof(CreateShareIn)] = "POST shares",
    };

    private static readonly string[] Wrong = ["7", "1.5", "1e400", "true", "\"\\ud800\"", "\"text\"", "{}", "{\"a\":[1]}", "[]", "[7]", "[{}]", "[[\"a\"]]"];

    /// <summary>By the type of the field, those of <see cref="Wrong"/> that are of the documented type.</summary>
    private static string[] Right(Type field) =>
        field == typeof(string) ? ["\"text\""]
        : field == typeof(long?) || field == typeof(int?) ? ["7"]
        : field == typeof(bool?) ? ["true"]
        : field == typeof(IReadOnlyList<int?>) ? ["[]", "[7]"]
        : field.IsGenericType && field.GetGenericTypeDefinition() == typeof(Optional<>) ? Right(field.GetGenericArguments()[0])
        : ["[]"];

    public static TheoryData<string, string, string> WrongTypes
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var (body, route) in Bodies)
            {
                foreach (var member in body.GetProperties())
                    cases.Add(route, JsonNamingPolicy.SnakeCaseLower.ConvertName(member.Name), string.Join(' ', Wrong.Except(Right(member.PropertyType))));
            }
            return cases;
        }
    }

    [Fact]
    public void Every_body_is_covered() =>
        typeof(CreateSpaceIn).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(CreateSpaceIn).Namespace && type.Name.EndsWith("In", StringComparison.Ordinal))
            .ShouldBe(Bodies.Keys, ignoreOrder: true);

    [Theory, MemberData(nameof(WrongTypes))]
    public async Task A_value_of_another_type_is_a_422(string route, string field, string values)
    {
        var client = await app.NewTenantAsync();

        foreach (var value in values.Split(' '))
            (await Send(client, route, $$"""{"{{field}}":{{value}}}""")).ShouldFail(422, field);
    }

    public static TheoryData<string> Routes => [.. Bodies.Values];

    [Theory, MemberData(nameof(Routes)), Contract(232)]
    public async Task A_field_that_a_route_does_not_know_is_ignored(string route)
    {
        var client = await app.NewTenantAsync();

        var without = await Send(client, route, "{}");
        var with = await Send(client, route, "{\"colour\":\"red\",\"" + new string('x', 500_000) + "\":{\"a\":[1]}}");

        with.Status.ShouldBe(without.Status);
        with.Text.ShouldNotContain("colour");
        with.Text.Length.ShouldBeLessThan(1000);
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task What_is_not_an_object_of_the_documented_form_is_refused_on_every_route(string route)
    {
        var client = await app.NewTenantAsync();

        foreach (var body in new[] { "", " ", "null", "[]", "7", "\"text\"", "true", "{", "{}{}", "{\"a\"}", "{'a':1}", "// {}", "NaN", "\u0000", "<a/>", "a=b" })
            (await Send(client, route, body)).ShouldFail(422, "body");
        (await Send(client, route, new string('[', 200) + new string(']', 200))).ShouldFail(422, "body");
        (await Send(client, route, "{\"a\":" + new string('[', 200) + new string(']', 200) + "}")).ShouldFail(422, "a:");
        (await Send(client, route, "{\"a\":\"" + new string('x', 5_000_000) + "\"}")).ShouldFail(413);
        (await Send(client, route, new Unsized(new byte[2_000_000]))).ShouldFail(413);
    }

    [Fact]
    public async Task A_field_given_twice_or_in_another_case_is_refused()
    {
        var client = await app.NewTenantAsync();

        (await client.PostAsync("spaces", "{\"name\":\"a\",\"name\":\"b\"}")).ShouldFail(422, "name: must be given once");
        (await client.PostAsync("spaces", "{\"Name\":\"a\"}")).ShouldFail(422, "Name");
    }

    [Fact]
    public async Task The_bytes_count_and_not_what_the_content_type_says_of_them()
    {
        var client = await app.NewTenantAsync();

        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1", "image/png" })
            (await Send(client, "POST spaces", Bytes(Encoding.UTF8.GetBytes("{\"name\":\"ä\"}"), type))).ShouldBe(201)["name"].GetString().ShouldBe("ä");
        (await Send(client, "POST spaces", Bytes(Encoding.UTF8.GetBytes("{\"name\":\"a\"}"), type: null))).ShouldBe(201);
        (await Send(client, "POST spaces", Bytes([.. Encoding.UTF8.GetPreamble(), .. "{\"name\":\"a\"}"u8]))).ShouldBe(201);

        (await Send(client, "POST spaces", Bytes(Encoding.Unicode.GetBytes("{\"name\":\"a\"}"), "application/json; charset=utf-16"))).ShouldFail(422, "body");
        (await Send(client, "POST spaces", Bytes(Encoding.Latin1.GetBytes("{\"name\":\"ä\"}")))).ShouldFail(422, "name");
        (await Send(client, "POST spaces", Bytes([0x1F, 0x8B, 8, 0, 0, 0]))).ShouldFail(422, "body");
    }

    /// <summary>Each with a good announcement in which one field is exchanged; null leaves it out.</summary>
    public static TheoryData<string, string?, int, string> Announcements => new()
    {
        { "size", "1e2", 422, "size" },
        { "size", "100.0", 422, "size" },
        { "size", "1e400", 422, "size" },
        { "size", "-0", 200, "" },
        { "size", "NaN", 422, "size" },
        { "size", "Infinity", 422, "size" },
        { "size", "0x10", 422, "size" },
        { "size", "01", 422, "size" },
        { "size", "9223372036854775808", 422, "size" },
        { "size", "null", 422, "size: is required" },
        { "size", null, 422, "size: is required" },
        { "name", "null", 422, "name: is required" },
        { "name", "\"\"", 422, "name" },
        { "name", "\"  \"", 422, "name" },
        { "name", "\".\"", 422, "name" },
        { "name", "\"..\"", 422, "name" },
        { "name", "\"a/b\"", 422, "name" },
        { "name", "\"a\\\\b\"", 422, "name" },
        { "name", "\"a\\u0000b\"", 422, "U+0000" },
        { "name", "\"a\\nb\"", 422, "U+000A" },
        { "name", "\"a\\u007fb\"", 422, "U+007F" },
        { "name", "\"a\\u0085b\"", 422, "U+0085" },
        { "name", "\"a\\u2028b\"", 422, "U+2028" },
        { "name", "\"exe\\u202egpj\"", 422, "U+202E" },
        { "name", "\"\\ud800\"", 422, "name" },
        { "name", "LETTERS 255", 200, "" },
        { "name", "LETTERS 256", 422, "name" },
        { "name", "UMLAUTS 127", 200, "" },
        { "name", "UMLAUTS 128", 422, "255 bytes" },
        { "space_id", "null", 422, "space_id: is required" },
        { "space_id", "\"\"", 422, "space_id" },
        { "space_id", "\"9f1c2d3e4a5b4c7d8e9f0a1b2c3d4e5f\"", 422, "space_id" },
        { "space_id", "\"{9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f}\"", 422, "space_id" },
        { "space_id", "\" 9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"", 422, "space_id" },
        { "space_id", "\"9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f\"", 404, "Space" },
        { "space_id", "LETTERS 100000", 422, "space_id" },
        { "folder_id", "\"\"", 422, "folder_id" },
        { "folder_id", "null", 200, "" },
        { "client_key", "\"results/job-7/out.png\"", 200, "" },
        { "client_key", "\"/ä/日本/\\ud83d\\ude00\"", 200, "" },
        { "client_key", "LETTERS 1024", 200, "" },
        { "client_key", "LETTERS 1025", 422, "client_key" },
        { "client_key", "UMLAUTS 512", 200, "" },
        { "client_key", "UMLAUTS 513", 422, "client_key" },
        { "client_key", "\"a\\u0000\"", 422, "client_key" },
        { "client_key", "\"\"", 422, "client_key" },
        { "app", "\"\"", 422, "app" },
        { "app", "\"Acme\"", 422, "app" },
        { "app", "\"a/b\"", 422, "app" },
        { "app", "\"a\\n\"", 422, "app" },
        { "app", "LETTERS 64", 200, "" },
        { "app", "LETTERS 65", 422, "app" },
        { "mime", "\"\"", 200, "" },
        { "mime", "LETTERS 100000", 200, "" },
        { "tags", "[null]", 422, "tags" },
        { "tags", "[\"\"]", 422, "tags" },
        { "tags", "[\"a\\nb\"]", 422, "tags" },
        { "tags", "[\"a\",\"a\"]", 200, "" },
        { "tags", "null", 200, "" },
    };

    [Theory, MemberData(nameof(Announcements))]
    public async Task An_announcement_is_judged_field_by_field(string field, string? value, int status, string mentions)
    {
        var client = await app.NewTenantAsync();
        var fields = new Dictionary<string, string> { ["name"] = "\"a\"", ["size"] = "1", ["space_id"] = $"\"{await client.SpaceAsync()}\"" };
        fields.Remove(field);
        if (value is not null)
            fields[field] = Expand(value);

        var answer = await client.PostAsync("uploads/initiate", "{" + string.Join(",", fields.Select(pair => $"\"{pair.Key}\":{pair.Value}")) + "}");

        if (status == 200)
            answer.ShouldBe(200);
        else
            answer.ShouldFail(status, mentions);
    }

    [Fact]
    public async Task A_tag_too_many_or_too_long_is_refused()
    {
        var client = await app.NewTenantAsync();
        var space = await client.SpaceAsync();

        (await Initiate([.. Enumerable.Range(0, 32).Select(number => $"{number}")])).ShouldBe(200);
        (await Initiate([.. Enumerable.Range(0, 33).Select(number => $"{number}")])).ShouldFail(422, "tags");
        (await Initiate([new string('x', 64)])).ShouldBe(200);
        (await Initiate([new string('x', 65)])).ShouldFail(422, "tags");

        Task<ApiResponse> Initiate(string[] tags) => client.PostAsync("uploads/initiate", new { name = "a", size = 1, space_id = space, tags });
    }

    [Fact]
    public async Task A_completion_is_judged_field_by_field()
    {
        var client = await app.NewTenantAsync();
        var id = Guid.NewGuid().ToString();

        (await client.PostAsync("uploads/complete", new { })).ShouldFail(422, "file_id");
        (await client.PostAsync("uploads/complete", new { file_id = "", key = "a" })).ShouldFail(422, "file_id");
        (await client.PostAsync("uploads/complete", new { file_id = "../" + id, key = "a" })).ShouldFail(422, "file_id");
        (await client.PostAsync("uploads/complete", new { file_id = id })).ShouldFail(422, "key");
        (await client.PostAsync("uploads/complete", new { file_id = id, key = new string('x', 100_000) })).ShouldFail(422, "key");
        (await client.PostAsync("uploads/complete", new { file_id = id, key = $"{client.Tenant}/{id}" })).ShouldFail(404);
    }

    [Theory]
    [InlineData("files?space_id=SPACE&app=", 422, "app")]
    [InlineData("files?space_id=SPACE&app=Acme", 422, "app")]
    [InlineData("files?space_id=SPACE&app=a%00b", 422, "app")]
    [InlineData("files?space_id=SPACE&app=%F0%9F%98%80", 422, "app")]
    [InlineData("files?space_id=SPACE&app=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 422, "app")]
    [InlineData("files?trash=true&app='%20OR%201=1--", 422, "app")]
    [InlineData("files?space_id=SPACE&app=a&app=b", 422, "app")]
    [InlineData("files?space_id=SPACE&space_id=SPACE", 422, "space_id")]
    [InlineData("files?space_id=", 422, "space_id")]
    [InlineData("files?space_id=SPACE&folder_id=", 422, "folder_id")]
    [InlineData("files?space_id=SPACE&folder_id=null", 422, "folder_id")]
    [InlineData("files?space_id=SPACE&status=READY", 400, "status")]
    [InlineData("files?space_id=SPACE&status=ready&status=draft", 422, "status")]
    [InlineData("files?trash=true&trash=false", 422, "trash")]
    [InlineData("files?trash=yes", 422, "trash")]
    [InlineData("files?trash=", 422, "trash")]
    [InlineData("folders", 400, "space_id")]
    [InlineData("folders?space_id=SPACE&parent_id=", 422, "parent_id")]
    [InlineData("folders?space_id=SPACE&parent_id=9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f", 404, "Folder")]
    [InlineData("folders?trash=maybe", 422, "trash")]
    [InlineData("folders/x", 422, "folder_id")]
    [InlineData("folders/x/stats", 422, "folder_id")]
    [InlineData("spaces/x", 422, "space_id")]
    [InlineData("files/resolve?client_key=", 422, "client_key")]
    [InlineData("files/resolve?client_key=%20", 422, "client_key")]
    [InlineData("files/resolve?client_key=a%00b", 422, "client_key")]
    [InlineData("files/resolve?client_key=a%0Ab", 422, "client_key")]
    [InlineData("files/resolve?client_key=a&client_key=b", 422, "client_key")]
    [InlineData("files/resolve?client_key=a&app=Acme", 422, "app")]
    [InlineData("files/resolve?client_key=%FF%FE", 404, "File")]
    [InlineData("files/9f1c2d3e4a5b4c7d8e9f0a1b2c3d4e5f", 422, "file_id")]
    [InlineData("files/%7B9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f%7D", 422, "file_id")]
    [InlineData("files/9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f%20", 422, "file_id")]
    [InlineData("files/+f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f", 422, "file_id")]
    [InlineData("files/9f1c2d3e-4a5b-4c7d-8e9f-0a1b2c3d4e5f%01", 422, "file_id")]
    [InlineData("files/..%2F..%2Fspaces", 422, "file_id")]
    [InlineData("files/null/download", 422, "file_id")]
    [InlineData("gdpr/trash?space_id=x", 422, "space_id")]
    [InlineData("gdpr/receipts", 400, "sweep")]
    [InlineData("gdpr/receipts?sweep=x", 422, "sweep")]
    [InlineData("gdpr/receipts/x", 422, "file_id")]
    public async Task A_bad_parameter_is_refused_and_named(string path, int status, string mentions)
    {
        var client = await app.NewTenantAsync();

        (await client.GetAsync(path.Replace("SPACE", await client.SpaceAsync(), StringComparison.Ordinal))).ShouldFail(status, mentions);
    }

    [Fact, Contract(124)]
    public async Task The_longest_client_key_resolves_and_one_byte_more_is_refused()
    {
        var client = await app.NewTenantAsync();
        var key = "results/ä 日本?&#%+/" + new string('x', 1001);
        Encoding.UTF8.GetByteCount(key).ShouldBe(1024);
        var id = await client.UploadAsync(clientKey: key);

        (await client.GetAsync("files/resolve?client_key=" + Uri.EscapeDataString(key))).ShouldBe(200)["id"].GetString().ShouldBe(id);
        (await client.GetAsync("files/resolve?client_key=" + Uri.EscapeDataString(key + "x"))).ShouldFail(422, "client_key");
    }

    [Fact]
    public async Task The_name_of_a_space_is_1_to_200_characters_of_one_line()
    {
        var client = await app.NewTenantAsync();

        (await client.PostAsync("spaces", new { name = new string('ä', 200) })).ShouldBe(201);
        foreach (var name in new[] { "", " ", "a\nb", "a\u202Eb", new string('x', 201) })
            (await client.PostAsync("spaces", new { name })).ShouldFail(422, "name");
    }

    private static string Expand(string value) =>
        value.Split(' ') switch
        {
            ["LETTERS", var count] => Many('x', count),
            ["UMLAUTS", var count] => Many('ä', count),
            _ => value,
        };

    private static string Many(char character, string count) =>
        $"\"{new string(character, int.Parse(count, CultureInfo.InvariantCulture))}\"";

    private static Task<ApiResponse> Send(TenantClient client, string route, object body) =>
        client.SendAsync(new(route.Split(' ')[0]), route.Split(' ')[1], body);

    private static ByteArrayContent Bytes(byte[] bytes, string? type = "application/json")
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return content;
    }

    /// <summary>Sent in chunks: nothing says how long it is.</summary>
    private sealed class Unsized(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => stream.WriteAsync(bytes).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
