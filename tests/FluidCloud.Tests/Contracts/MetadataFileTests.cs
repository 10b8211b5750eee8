using FluidCloud.Adapters.Sqlite;
using Microsoft.Data.Sqlite;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

/// <summary>What is wrong with a metadata file is said in one line, and the file stays as it is.</summary>
public sealed class MetadataFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fluidcloud-file-").FullName;

    private string FilePath => Path.Combine(folder, "metadata.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_kept()
    {
        File.WriteAllText(FilePath, new string('x', 5000));
        Refused().ShouldContain("damaged");
        File.ReadAllText(FilePath).ShouldBe(new string('x', 5000));
    }

    [Fact]
    public void A_file_that_is_cut_off_is_refused()
    {
        using (new SqliteMetadataStore(FilePath)) { }
        using (var file = File.OpenWrite(FilePath))
            file.SetLength(6000);
        Refused().ShouldContain("damaged");
    }

    [Theory]
    [InlineData(0, "use the FluidCloud that wrote it")]
    [InlineData(99, "use a newer FluidCloud")]
    public void A_file_of_another_format_is_refused(int version, string advice)
    {
        using (new SqliteMetadataStore(FilePath)) { }
        Execute($"PRAGMA user_version = {version};");
        Refused().ShouldContain(advice);
    }

    [Fact]
    public void A_second_host_does_not_start_and_the_command_line_may_write()
    {
        using var host = new SqliteHostLock(FilePath);
        Should.Throw<MetadataFileException>(() => new SqliteHostLock(FilePath)).Message.ShouldContain("Another host");
        using var commandLine = new SqliteMetadataStore(FilePath);
    }

    private string Refused() => Should.Throw<MetadataFileException>(() => new SqliteMetadataStore(FilePath)).Message;

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
