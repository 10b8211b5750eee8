namespace FluidCloud.Core.Owners;

/// <summary>What an owner may do. Each role may do all that the roles before it may.</summary>
public enum OwnerRole
{
    /// <summary>Reads everything and changes nothing.</summary>
    Auditor = 1,

    /// <summary>Runs the deployment; neither erases for good nor manages keys.</summary>
    Operator,

    /// <summary>Everything.</summary>
    Owner,
}

/// <summary>A person who runs the deployment and sees every tenant. No API key is ever one.</summary>
/// <param name="Subject">The lasting id that the identity provider has for the person.</param>
/// <param name="Name">For display; the provider may change it.</param>
public sealed record Owner(string Subject, string Name, OwnerRole Role)
{
    /// <exception cref="FluidCloudException">403 that names the role.</exception>
    public void Require(OwnerRole least)
    {
        if (Role < least)
            throw Errors.NeedsRole(least.ToString());
    }
}
