using Microsoft.IdentityModel.Tokens;

namespace AkkaRealtime.Server.SignIn;

/// <summary>Which keys are long enough for which algorithm (RFC 7518 §3.2 to §3.5).</summary>
internal static class KeyLengths
{
    private const int MinRsaBits = 2_048;

    /// <summary>Whether a token may be signed so by <paramref name="key"/>: a shared key has as many bits as the hash, one of RSA has 2,048.</summary>
    public static bool AreEnough(string algorithm, SecurityKey key) => algorithm switch
    {
        SecurityAlgorithms.HmacSha256 or SecurityAlgorithms.HmacSha384 or SecurityAlgorithms.HmacSha512 =>
            key is SymmetricSecurityKey && key.KeySize >= int.Parse(algorithm.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture),
        ['R' or 'P', ..] => key is RsaSecurityKey or JsonWebKey { Kty: "RSA" } or X509SecurityKey && key.KeySize >= MinRsaBits,
        _ => key is ECDsaSecurityKey or JsonWebKey { Kty: "EC" } or X509SecurityKey,
    };
}
