using FluidCloud.Core.Metadata;
using Shouldly;

namespace FluidCloud.Tests.Contracts;

public abstract partial class MetadataStoreContract
{
    [Fact]
    public async Task A_missing_document_reads_as_null() =>
        (await Read<Thing>("nothing")).ShouldBeNull();

    [Fact]
    public async Task A_document_of_another_type_reads_as_null()
    {
        await Stored(new Thing { Id = "a" });
        (await Read<OtherThing>("a")).ShouldBeNull();
    }

    [Fact]
    public async Task A_document_of_another_partition_reads_as_null()
    {
        await Stored(new Thing { Id = "a" });
        (await Store.Read<Thing>(NewName("test:"), "a", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_created_document_reads_back_whole_with_its_etag()
    {
        var thing = await Stored(new Thing
        {
            Id = "a", Listing = "l", OriginalName = "n", SpaceId = null, State = "ready", DueAt = Thing.Epoch.AddTicks(1),
            CreatedAt = Thing.Epoch.AddYears(3), DeletedAt = Thing.Epoch.AddMilliseconds(5),
        });
        (await Read<Thing>("a")).ShouldBe(thing);
    }

    [Fact]
    public async Task Text_of_any_script_and_length_reads_back_as_it_was()
    {
        var thing = await Stored(new Thing
        {
            Id = "a", OriginalName = "Übergröße 漢字 \U0001F600 \"'\\/ %_ $.x \t\u0001 e\u0301", State = new string('ü', 100_000),
        });
        (await Read<Thing>("a")).ShouldBe(thing);
    }

    [Fact]
    public async Task Numbers_beyond_32_bits_read_back_as_they_were()
    {
        await Stored(new Counter { Id = "c", Used = 1L << 50, Reserved = -(1L << 50) });
        var counter = (await Read<Counter>("c")).ShouldNotBeNull();
        counter.Used.ShouldBe(1L << 50);
        counter.Reserved.ShouldBe(-(1L << 50));
    }

    [Fact]
    public async Task Creating_a_taken_id_conflicts_whatever_its_type()
    {
        var thing = await Stored(new Thing { Id = "a", State = "first" });
        await ShouldConflict(Change.Create(new Thing { Id = "a", State = "second" }), ConflictReason.Exists);
        await ShouldConflict(Change.Create(new OtherThing { Id = "a" }), ConflictReason.Exists);
        (await Read<Thing>("a")).ShouldBe(thing);
    }

    [Fact]
    public async Task An_id_is_taken_in_its_own_partition_only()
    {
        await Stored(new Thing { Id = "a" });
        Applied(await Store.Commit(NewName("test:"), [Change.Create(new Thing { Id = "a" })], Cancel));
    }

    [Fact]
    public async Task Replacing_the_version_that_was_read_stores_the_new_one()
    {
        await Stored(new Thing { Id = "a", State = "first" });
        var read = (await Read<Thing>("a")).ShouldNotBeNull();
        var etag = Applied(await Commit(Change.Replace(read with { State = "second" }))).Single();
        etag.ShouldNotBe(read.ETag);
        (await Read<Thing>("a")).ShouldBe(read with { State = "second", ETag = etag! });
    }

    [Fact]
    public async Task Replacing_a_version_that_is_not_the_present_one_conflicts()
    {
        var first = await Stored(new Thing { Id = "a" });
        Applied(await Commit(Change.Replace(first with { State = "second" })));
        await ShouldConflict(Change.Replace(first with { State = "third" }), ConflictReason.Changed);
        (await Read<Thing>("a"))!.State.ShouldBe("second");
    }

    [Fact]
    public async Task Replacing_a_missing_document_conflicts()
    {
        var thing = await Stored(new Thing { Id = "a" });
        Applied(await Commit(Change.Delete(thing)));
        await ShouldConflict(Change.Replace(thing), ConflictReason.Missing);
    }

    [Fact]
    public async Task Replacing_or_deleting_what_was_never_read_conflicts()
    {
        var thing = await Stored(new Thing { Id = "a" });
        await ShouldConflict(Change.Replace(new Thing { Id = "a" }), ConflictReason.Changed);
        await ShouldConflict(Change.Delete(new Thing { Id = "a" }), ConflictReason.Changed);
        await ShouldConflict(Change.Replace(new Thing { Id = "b" }), ConflictReason.Missing);
        await ShouldConflict(Change.Delete(new Thing { Id = "b" }), ConflictReason.Missing);
        (await Read<Thing>("a")).ShouldBe(thing);
    }

    [Fact]
    public async Task Deleting_the_version_that_was_read_removes_it()
    {
        await Stored(new Thing { Id = "a" });
        var read = (await Read<Thing>("a")).ShouldNotBeNull();
        Applied(await Commit(Change.Delete(read))).ShouldBe([null]);
        (await Read<Thing>("a")).ShouldBeNull();
    }

    [Fact]
    public async Task Deleting_a_version_that_is_not_the_present_one_conflicts()
    {
        var first = await Stored(new Thing { Id = "a" });
        Applied(await Commit(Change.Replace(first with { State = "second" })));
        await ShouldConflict(Change.Delete(first), ConflictReason.Changed);
        (await Read<Thing>("a")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Deleting_a_missing_document_conflicts()
    {
        var thing = await Stored(new Thing { Id = "a" });
        Applied(await Commit(Change.Delete(thing)));
        await ShouldConflict(Change.Delete(thing), ConflictReason.Missing);
    }

    [Fact]
    public async Task A_deleted_id_can_be_created_anew_and_is_a_version_of_its_own()
    {
        var first = await Stored(new Thing { Id = "a", State = "first" });
        Applied(await Commit(Change.Delete(first)));
        await Stored(new Thing { Id = "a", State = "second" });
        await ShouldConflict(Change.Delete(first), ConflictReason.Changed);
    }
}
