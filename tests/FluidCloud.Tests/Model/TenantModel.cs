namespace FluidCloud.Tests.Model;

/// <summary>A tenant's space as a user thinks of it: the simplest thing that answers as the product has to.</summary>
internal sealed class TenantModel
{
    public sealed class Node
    {
        public required string Name { get; set; }
        public string? ClientKey { get; init; }
        public long Size { get; init; }
        public Node? Parent { get; set; }

        /// <summary>Trashed on its own.</summary>
        public bool Trashed { get; set; }

        public bool InTrash => Trashed || Parent is { InTrash: true };

        public bool IsBelow(Node other) => this == other || (Parent is not null && Parent.IsBelow(other));

        public bool ToTrash()
        {
            // Trashing what is in Trash changes nothing.
            Trashed |= !InTrash;
            return true;
        }

        public bool Restore()
        {
            if (!InTrash)
                return false;
            Trashed = false;
            if (Parent is { InTrash: true })
                Parent = null;
            return true;
        }

        public bool Move(Node? target)
        {
            if (InTrash || target is { InTrash: true } || (target is not null && target.IsBelow(this)))
                return false;
            Parent = target;
            return true;
        }

        public bool Rename(string name)
        {
            if (InTrash)
                return false;
            Name = name;
            return true;
        }
    }

    /// <summary>In the order of their completion.</summary>
    public List<Node> Files { get; } = [];
    public List<Node> Folders { get; } = [];

    public IEnumerable<string> Listing(Node? folder) => folder is { InTrash: true }
        ? []
        : Files.Where(file => file.Parent == folder && !file.Trashed).Select(file => file.Name).Order(StringComparer.Ordinal);

    public IEnumerable<string> TrashListing => Files.Where(file => file.Trashed).Select(file => file.Name).Order(StringComparer.Ordinal);

    public Node? Resolve(string key) => Files.LastOrDefault(file => file.ClientKey == key && !file.InTrash);

    public long BytesUsed => Files.Sum(file => file.Size);

    public (long Files, long Bytes) InTrash => (Files.Count(file => file.InTrash), Files.Where(file => file.InTrash).Sum(file => file.Size));

    public void Empty()
    {
        var gone = Folders.Where(folder => folder.InTrash).ToHashSet();
        Files.RemoveAll(file => file.InTrash);
        Folders.RemoveAll(gone.Contains);
    }
}
