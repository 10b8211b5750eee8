using FluidCloud.Adapters.Sqlite;
using FluidCloud.Core;
using FluidCloud.Core.Files;
using FluidCloud.Core.Folders;
using FluidCloud.Core.Keys;
using FluidCloud.Core.Metadata;
using FluidCloud.Core.Sweeps;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>SQLite answers without an index too, only slowly: it reads the partition, or sorts. So the plans are looked at.</summary>
public sealed class SqlitePlanTests
{
    private static readonly IReadOnlyDictionary<string, QueryShape> InPartition = new Dictionary<string, QueryShape>
    {
        ["files by age"] = new FilesByAge([], [], 50).Shape,
        ["files by age, kind and tags"] = new FilesByAge(["image"], ["a", "b"], 50).Shape,
        ["files by name"] = new FilesOfListing("l", FileFilter.None, FileOrder.ByName, 50).Shape,
        ["files by name, backwards"] = new FilesOfListing("l", FileFilter.None, new(FileOrderKey.Name, Descending: true), 50).Shape,
        ["files by size"] = new FilesOfListing("l", FileFilter.None, new(FileOrderKey.Size), 50).Shape,
        ["files by creation, backwards"] = new FilesOfListing("l", FileFilter.None, new(FileOrderKey.CreatedAt, Descending: true), 50).Shape,
        ["files by every filter"] = new FilesOfListing("l", new(FileStatus.Ready, "app", "tag", "part"), FileOrder.ByName, 50).Shape,
        ["files of a tree"] = new FilesOfTree(Id.New<SpaceId>(), new(NamePart: "part"), FileOrder.ByName, 50).Shape,
        ["files of a tree by creation"] = new FilesOfTree(Id.New<SpaceId>(), FileFilter.None, new(FileOrderKey.CreatedAt), 50).Shape,
        ["files of a client key"] = new FilesOfClientKey("k", null, 50).Shape,
        ["trash"] = new FilesTrashedUpTo(null, default, 50).Shape,
        ["trash of a space"] = new FilesTrashedUpTo(Id.New<SpaceId>(), default, 50).Shape,
        ["trashed folders"] = new FoldersTrashedUpTo(null, default, 50).Shape,
        ["keys"] = new KeysByAge(50).Shape,
        ["files by id"] = new FilesById([Id.New<FileId>()]).Shape,
        ["sweeps"] = new SweepsOfTenant(50).Shape,
        ["sweeps that are not done"] = new SweepsUnfinished(50).Shape,
    };

    private static readonly IReadOnlyDictionary<string, QueryShape> AcrossPartitions = new Dictionary<string, QueryShape>
    {
        ["files due"] = new FilesDue(default, 50).Shape,
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in InPartition.Keys.Concat(AcrossPartitions.Keys))
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_query_walks_an_index_from_its_first_page_on(string name, bool nextPage)
    {
        var shape = InPartition.GetValueOrDefault(name) ?? AcrossPartitions[name];
        var after = nextPage ? new Keyset([.. shape.OrderBy.Select(_ => "x")]) : null;
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        SqliteSchema.Apply(connection);

        var plan = Plan(connection, SqliteQuery.Translate(InPartition.ContainsKey(name) ? "p" : null, "file", shape, after, limit: 50));

        plan.ShouldContain("USING INDEX by_");
        plan.ShouldNotContain("TEMP B-TREE");
    }

    private static string Plan(SqliteConnection connection, (string Sql, IReadOnlyList<(string Name, object Value)> Parameters) query)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The product's own text.
        command.CommandText = "EXPLAIN QUERY PLAN " + query.Sql;
#pragma warning restore CA2100
        foreach (var (parameter, value) in query.Parameters)
            command.Parameters.AddWithValue(parameter, value);
        using var rows = command.ExecuteReader();
        var plan = new List<string>();
        while (rows.Read())
            plan.Add(rows.GetString(3));
        return string.Join('\n', plan);
    }
}
