using AkkaRealtime.Connections;

namespace AkkaRealtime.Admin.Api;

/// <summary>Who uses the admin API: the holder of a key, or a user whose token says that they may.</summary>
/// <param name="Name">What tells them from others, in the log and in the audit log.</param>
/// <param name="Scopes">What they may do.</param>
internal sealed record AdminCaller(string Name, IReadOnlyList<string> Scopes)
{
    /// <summary>Whoever holds this key.</summary>
    public static AdminCaller Of(AdminKey key) => new(AdminKey.NameOf(key.Hash), key.Scopes);

    /// <summary>This user. No key is called so.</summary>
    public static AdminCaller Of(Identity user) => new($"user:{user.User.Value}", user.AdminScopes);

    /// <summary>Whether they may do what needs a scope.</summary>
    public bool May(string scope) => Scopes.Contains(scope) || Scopes.Contains(AdminScopes.Admin);
}
