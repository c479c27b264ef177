using System.Net.Http.Json;
using System.Text.Json;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A user with a token, by the development sign-in.</summary>
public sealed record SignedIn(string Token, string User, string Name, DateTimeOffset ExpiresAt)
{
    private static readonly HttpClient Http = new();

    /// <summary>A name that no other test has used: with digits, since people are also found by the beginning of any word of it.</summary>
    public static string NewName(string prefix = "user") => $"{prefix}-{Random.Shared.NextInt64(1_000_000_000_000):d12}";

    /// <summary>Signs in by name.</summary>
    public static async Task<SignedIn> ByNameAsync(Uri server, string name, string? user = null)
    {
        using var response = await Http.PostAsJsonAsync(new Uri(server, "/api/v1/dev/sign-in"), user is null ? new { name } : (object)new { name, user });
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {body}");
        var answer = JsonElement.Parse(body);
        return new SignedIn(
            answer.GetProperty("token").GetString()!,
            answer.GetProperty("user").GetProperty("id").GetString()!,
            answer.GetProperty("user").GetProperty("name").GetString()!,
            answer.GetProperty("expiresAt").GetDateTimeOffset());
    }
}
