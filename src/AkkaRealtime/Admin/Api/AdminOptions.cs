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

    /// <summary>The SHA-256 of every key.</summary>
    public IReadOnlyList<byte[]> Hashes() => [.. ApiKeys.Select(k => HashOf(k)!)];

    /// <summary>The SHA-256 of a key as it is configured; null where it stands for none.</summary>
    public static byte[]? HashOf(string configured)
    {
        if (!configured.StartsWith(HashPrefix, StringComparison.Ordinal))
            return SHA256.HashData(Encoding.UTF8.GetBytes(configured));
        var hex = configured.AsSpan(HashPrefix.Length);
        return hex.Length == 2 * SHA256.HashSizeInBytes && !hex.ContainsAnyExcept(HexDigits) ? Convert.FromHexString(hex) : null;
    }
}

/// <summary>Refuses keys that could be guessed.</summary>
internal sealed class AdminOptionsValidator : IValidateOptions<AdminOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        var faults = options.ApiKeys.Select(Fault).OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // The key itself is never named: it may be printed.
    private static string? Fault(string key, int index)
    {
        if (AdminOptions.HashOf(key) is null)
            return $"AkkaRealtime:Admin:ApiKeys:{index} begins with sha256: but is no SHA-256. Write 64 hex digits, such as the output of: printf %s \"$KEY\" | sha256sum";
        return key.Length < AdminOptions.MinKey
            ? $"AkkaRealtime:Admin:ApiKeys:{index} has {key.Length} characters. Set one of at least {AdminOptions.MinKey}, such as the output of: openssl rand -base64 48"
            : null;
    }
}
