using System.Text.Json;
using AkkaRealtime.Server.SignIn;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>Whose tokens are good, and does the issuer publish its keys?</summary>
internal static class SignInProbe
{
    /// <summary>What is found.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(AuthOptions auth, bool isDevelopment, HttpClient http, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        if (auth.DevSignIn)
        {
            const string says = "Anybody signs in with just a name (DevSignIn).";
            findings.Add(isDevelopment ? Finding.Good("sign-in", says) : Finding.Warning("sign-in", $"{says} Turn it off before others can reach the server."));
        }

        if (!string.IsNullOrEmpty(auth.SigningKey))
            findings.Add(Finding.Good("sign-in", "Tokens that are signed with Auth:SigningKey are good."));
        if (!string.IsNullOrEmpty(auth.Authority))
            findings.AddRange(await IssuerAsync(auth.Authority, http, cancel));
        return findings;
    }

    private static async Task<IReadOnlyList<Finding>> IssuerAsync(string authority, HttpClient http, CancellationToken cancel)
    {
        var address = $"{authority.TrimEnd('/')}/.well-known/openid-configuration";
        try
        {
            using var response = await http.GetAsync(new Uri(address), cancel);
            if (!response.IsSuccessStatusCode)
                return [Finding.Bad("sign-in", $"{address} answers {(int)response.StatusCode}. Is Auth:Authority the issuer's address?")];
            var keysAt = JsonElement.Parse(await response.Content.ReadAsStringAsync(cancel)).GetProperty("jwks_uri").GetString()!;
            var keys = JsonElement.Parse(await http.GetStringAsync(new Uri(keysAt), cancel)).GetProperty("keys").GetArrayLength();
            var found = keys > 0
                ? Finding.Good("sign-in", $"{authority} publishes {keys} {(keys == 1 ? "key" : "keys")}.")
                : Finding.Bad("sign-in", $"{keysAt} has no keys: no token can be good.");
            return response.Headers.Date is { } date ? [found, ClockProbe.Compare(authority, date)] : [found];
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException or UriFormatException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return [Finding.Bad("sign-in", $"{address} does not say what an issuer says: {e.Message}")];
        }
    }
}
