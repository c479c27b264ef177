using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Admin.Api;

/// <summary>The admin API, section <c>AkkaRealtime:Admin</c> (protocol §6).</summary>
internal sealed class AdminOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "AkkaRealtime:Admin";

    /// <summary>The shortest key, characters: about 190 bits where it is random.</summary>
    public const int MinKey = 32;

    /// <summary>What a key that stands as its hash begins with.</summary>
    public const string HashPrefix = "sha256:";

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>
    /// Keys that may use the API: text of at least 32 characters, or <c>sha256:</c> and the SHA-256 of such a text in hex, so that no secret stands in
    /// a file. Default none: there is no admin API.
    /// </summary>
    public IList<string> ApiKeys { get; } = [];

    /// <summary>Keys that may do some of it. Default none.</summary>
    public IList<AdminKeyOptions> Keys { get; } = [];

    /// <summary>
    /// Whether users' tokens are taken as well, where they name scopes of <see cref="AdminScopes"/> behind <c>akkarealtime:</c> (<see cref="Connections.Identity.AdminScopes"/>). Default false.
    /// </summary>
    public bool Tokens { get; set; }

    /// <summary>Whether there is anybody whom the API would let in.</summary>
    internal bool IsOn => Tokens || ApiKeys.Count + Keys.Count > 0;

    /// <summary>Every key, by its SHA-256.</summary>
    public IReadOnlyList<AdminKey> All() =>
    [
        .. ApiKeys.Select(key => new AdminKey(HashOf(key)!, [AdminScopes.Admin])),
        .. Keys.Select(key => new AdminKey(HashOf(key.Key)!, [.. key.Scopes])),
    ];

    /// <summary>The SHA-256 of a key as it is configured; null where it stands for none.</summary>
    public static byte[]? HashOf(string configured)
    {
        if (!configured.StartsWith(HashPrefix, StringComparison.Ordinal))
            return SHA256.HashData(Encoding.UTF8.GetBytes(configured));
        var hex = configured.AsSpan(HashPrefix.Length);
        return hex.Length == 2 * SHA256.HashSizeInBytes && !hex.ContainsAnyExcept(HexDigits) ? Convert.FromHexString(hex) : null;
    }
}

/// <summary>A key with scopes.</summary>
internal sealed class AdminKeyOptions
{
    /// <summary>As one of <see cref="AdminOptions.ApiKeys"/>: text of at least 32 characters, or <c>sha256:</c> and its SHA-256. Required.</summary>
    public string Key { get; set; } = "";

    /// <summary>What it may do, of <see cref="AdminScopes.All"/>. Required.</summary>
    public IList<string> Scopes { get; } = [];
}

/// <summary>A key by its SHA-256, and what it may do.</summary>
internal sealed record AdminKey(byte[] Hash, IReadOnlyList<string> Scopes)
{
    /// <summary>What tells a key of this hash from others, in the log and in the audit log: too little of the hash for finding the key.</summary>
    public static string NameOf(ReadOnlySpan<byte> hash) => $"key-{Convert.ToHexStringLower(hash[..4])}";
}

/// <summary>Refuses keys that could be guessed, and scopes that there are not.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        List<string> faults =
        [
            .. options.ApiKeys.Select((key, index) => Fault(key, $"AkkaRealtime:Admin:ApiKeys:{index}")).OfType<string>(),
            .. options.Keys.Select((key, index) => Fault(key.Key, $"AkkaRealtime:Admin:Keys:{index}:Key")).OfType<string>(),
            .. options.Keys.Select((key, index) => ScopeFault(key.Scopes, $"AkkaRealtime:Admin:Keys:{index}:Scopes")).OfType<string>(),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // The key itself is never named: it may be printed.
    private static string? Fault(string key, string name)
    {
        if (AdminOptions.HashOf(key) is null)
            return $"{name} begins with sha256: but is no SHA-256. Write 64 hex digits, such as the output of: printf %s \"$KEY\" | sha256sum";
        return key.Length < AdminOptions.MinKey
            ? $"{name} has {key.Length} characters. Set one of at least {AdminOptions.MinKey}, such as the output of: openssl rand -base64 48"
            : null;
    }

    private static string? ScopeFault(IList<string> scopes, string name)
    {
        var unknown = scopes.FirstOrDefault(scope => !AdminScopes.All.Contains(scope, StringComparer.Ordinal));
        if (scopes.Count > 0 && unknown is null)
            return null;
        return $"{name} {(unknown is null ? "is empty" : $"names {unknown}, which is no scope")}. Set some of {string.Join(", ", AdminScopes.All)}.";
    }
}
